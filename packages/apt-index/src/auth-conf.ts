/** A user name and password for part of the web, from auth.conf(5). */
export interface Credential {
  /** Undefined: https only, as apt has it. */
  readonly protocol: string | undefined
  readonly host: string
  readonly port: string
  /** What the URL's path must begin with. */
  readonly path: string
  readonly login: string
  readonly password: string
}

/** Returns the credentials of a netrc-like file as apt reads it: machine, login, password. */
export function parseAuthConf(text: string): Credential[] {
  const words = text.replace(/^\s*#.*/gm, '').split(/\s+/)
  const credentials: Credential[] = []
  let current: { machine: string; login: string; password: string } | undefined
  const finish = () => current && credentials.push(toCredential(current))
  for (let at = 0; at < words.length; at += 1) {
    const value = words[at + 1] ?? ''
    if (words[at] === 'machine') {
      finish()
      current = { machine: value, login: '', password: '' }
    } else if (words[at] === 'login' && current) current.login = value
    else if (words[at] === 'password' && current) current.password = value
    else continue
    at += 1
  }
  finish()
  return credentials
}

function toCredential(entry: { machine: string; login: string; password: string }): Credential {
  const [, protocol, host = '', port = '', path = ''] =
    /^(?:([a-z]+):\/\/)?([^/:]*)(?::(\d+))?(\/.*)?$/.exec(entry.machine) ?? []
  const { login, password } = entry
  return { protocol: protocol && `${protocol}:`, host, port, path, login, password }
}

/** Returns the first credential for the URL, undefined where none matches. */
export function findCredential(
  credentials: readonly Credential[],
  url: URL,
): Credential | undefined {
  return credentials.find(
    ({ protocol = 'https:', host, port, path }) =>
      url.protocol === protocol &&
      url.hostname === host &&
      (port === '' || url.port === port) &&
      url.pathname.startsWith(path),
  )
}
