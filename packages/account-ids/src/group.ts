import { malformed } from './errors.js'
import { parseId } from './parse-id.js'

/** A line of /etc/group; group(5). */
export interface GroupEntry {
  readonly name: string
  readonly password: string
  readonly gid: number
  readonly members: readonly string[]
}

/** The groups in the text of an /etc/group, in its order. Throws ERR_ACCOUNT_FORMAT. */
export function parseGroup(text: string): GroupEntry[] {
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return []
    const fields = line.split(':')
    const [name = '', password = '', gid, members = ''] = fields
    if (fields.length !== 4 || name === '') {
      throw malformed('/etc/group', index + 1, `"${line}" is no group`)
    }
    const users = members.split(',').filter((member) => member !== '')
    return [{ name, password, gid: parseId('/etc/group', index + 1, gid), members: users }]
  })
}

/** The text of an /etc/group. */
export function formatGroup(entries: readonly GroupEntry[]): string {
  return entries
    .map(({ name, password, gid, members }) => `${name}:${password}:${gid}:${members.join(',')}\n`)
    .join('')
}
