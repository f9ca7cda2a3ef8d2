/** A user name and password for part of the web, from apt_auth.conf(5). Text is byte strings. */
export interface Credential {
  /** As the file has it: `HOST`, `HOST:PORT/PATH`, with `http://` before it or `https://`. */
  readonly machine: string
  readonly login: string
  readonly password: string
}

/** Returns the credentials of a netrc-like file as apt reads it: machine, login, password. */
export function parseAuthConf(text: string): Credential[] {
  const words = text.replace(/^[ \t]*#.*/gm, '').split(/[ \t\r\n]+/)
  const credentials: Credential[] = []
  let current: { machine: string; login: string; password: string } | undefined
  const finish = () => current && credentials.push(current)
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

/** Returns the first credential for the URL, undefined where none matches. */
export function findCredential(
  credentials: readonly Credential[],
  url: URL,
): Credential | undefined {
  return credentials.find(({ machine }) => isFor(machine, url))
}

/**
 * MaybeAddAuth in apt's netrc.cc: without a scheme https is meant; a name alone is for all ports, a
 * path for the port that stands before it.
 */
function isFor(machine: string, url: URL): boolean {
  const [, scheme = 'https', place = ''] = /^(?:(.*?):\/\/)?(.*)$/s.exec(machine) ?? []
  if (url.protocol !== `${scheme}:`) return false
  if (place.includes('/')) return `${url.host}${url.pathname}`.startsWith(place)
  return place === url.host || place === url.hostname
}

/** Returns the `Authorization` value for a user name and password, byte strings. */
export function basicAuthorization({ login, password }: Omit<Credential, 'machine'>): string {
  return `Basic ${Buffer.from(`${login}:${password}`, 'latin1').toString('base64')}`
}

/** Returns the user name and password in a URL as byte strings, undefined where it has none. */
export function credentialOf(url: URL): Omit<Credential, 'machine'> | undefined {
  if (url.username === '' && url.password === '') return undefined
  return { login: unquote(url.username), password: unquote(url.password) }
}

/** Takes a stray `%` as it is, where decodeURIComponent throws. */
function unquote(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}
