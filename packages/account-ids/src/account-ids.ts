import { AccountIdsError, malformed } from './errors.js'
import { parseId } from './parse-id.js'

/** A user whose ids are kept. */
export interface PinnedUser {
  readonly name: string
  readonly uid: number
  /** Primary group. */
  readonly gid: number
  readonly home: string
  readonly shell: string
}

/** A group whose id is kept. */
export interface PinnedGroup {
  readonly name: string
  readonly gid: number
}

/** The accounts that packages made, by name; what an `image.ids` holds. */
export interface AccountIds {
  readonly users: readonly PinnedUser[]
  readonly groups: readonly PinnedGroup[]
}

/** What an image has before its first build. */
export const noAccountIds: AccountIds = { users: [], groups: [] }

const HEADER =
  '# User and group ids that packages were given. Lines may be added, never renumbered.\n'
const FILE = 'image.ids'
/** An empty home or shell. */
const NONE = '-'

/**
 * The accounts in the text of an `image.ids`: `user NAME UID:GID HOME SHELL` and `group NAME GID`, a line
 * each. Throws ERR_ACCOUNT_FORMAT, or ERR_ACCOUNT_CONFLICT where a name or an id stands twice.
 */
export function parseAccountIds(text: string): AccountIds {
  const users: PinnedUser[] = []
  const groups: PinnedGroup[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const [kind, name, ids, home, shell, ...more] = line.trim().split(/\s+/)
    if (kind === '' || kind?.startsWith('#')) continue
    const id = (value: string | undefined) => parseId(FILE, index + 1, value)
    const [first, second] = ids?.split(':') ?? []
    if (name !== undefined && kind === 'group' && home === undefined) {
      groups.push({ name, gid: id(ids) })
    } else if (name !== undefined && kind === 'user' && shell !== undefined && more.length === 0) {
      users.push({
        name,
        uid: id(first),
        gid: id(second),
        home: unmark(home),
        shell: unmark(shell),
      })
    } else {
      throw malformed(FILE, index + 1, `"${line}" is neither a user nor a group`)
    }
  }
  assertDistinct(
    'user',
    users.map(({ name, uid }) => [name, uid]),
  )
  assertDistinct(
    'group',
    groups.map(({ name, gid }) => [name, gid]),
  )
  return { users, groups }
}

/** The text of an `image.ids`, sorted by name. */
export function formatAccountIds({ users, groups }: AccountIds): string {
  const lines = [
    ...[...groups].sort(byName).map(({ name, gid }) => `group ${name} ${gid}\n`),
    ...[...users]
      .sort(byName)
      .map(
        ({ name, uid, gid, home, shell }) =>
          `user ${name} ${uid}:${gid} ${home || NONE} ${shell || NONE}\n`,
      ),
  ]
  return HEADER + lines.join('')
}

const unmark = (field = NONE) => (field === NONE ? '' : field)

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function assertDistinct(kind: string, entries: readonly (readonly [string, number])[]): void {
  const names = new Set<string>()
  const ids = new Map<number, string>()
  for (const [name, id] of entries) {
    const other = names.has(name) ? name : ids.get(id)
    if (other !== undefined) {
      throw new AccountIdsError(
        'ERR_ACCOUNT_CONFLICT',
        `cannot use "${FILE}": ${kind} "${name}" and ${kind} "${other}" have the name or id ${id} both`,
      )
    }
    names.add(name)
    ids.set(id, name)
  }
}
