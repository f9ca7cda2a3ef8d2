import { malformed } from './errors.js'
import { parseId } from './parse-id.js'

/** A line of /etc/passwd; passwd(5). */
export interface PasswdEntry {
  readonly name: string
  readonly password: string
  readonly uid: number
  readonly gid: number
  readonly gecos: string
  readonly home: string
  readonly shell: string
}

/** The users in the text of an /etc/passwd, in its order. Throws ERR_ACCOUNT_FORMAT. */
export function parsePasswd(text: string): PasswdEntry[] {
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return []
    const fields = line.split(':')
    const [name = '', password = '', uid, gid, gecos = '', home = '', shell = ''] = fields
    if (fields.length !== 7 || name === '') {
      throw malformed('/etc/passwd', index + 1, `"${line}" is no user`)
    }
    const id = (value: string | undefined) => parseId('/etc/passwd', index + 1, value)
    return [{ name, password, uid: id(uid), gid: id(gid), gecos, home, shell }]
  })
}

/** The text of an /etc/passwd. */
export function formatPasswd(entries: readonly PasswdEntry[]): string {
  return entries
    .map(({ name, password, uid, gid, gecos, home, shell }) =>
      [name, password, uid, gid, gecos, home, shell].join(':'),
    )
    .map((line) => `${line}\n`)
    .join('')
}
