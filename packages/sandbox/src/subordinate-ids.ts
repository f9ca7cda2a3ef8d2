/** Ids of the host that a user may give to processes in a namespace of his own. */
export interface IdRange {
  readonly first: number
  /** 0 where there are none. */
  readonly count: number
}

/** The ranges that unshare(1) maps to the ids from 1 on. */
export interface SubordinateIds {
  readonly uids: IdRange
  readonly gids: IdRange
}

/**
 * The largest range of a user in the text of /etc/subuid or /etc/subgid (subuid(5): `user:first:count`,
 * where the user is a name or a number).
 */
export function findSubordinateIds(text: string, user: string, uid: number): IdRange {
  let largest: IdRange = { first: 0, count: 0 }
  for (const line of text.split('\n')) {
    const [owner, first, count] = line.split(':')
    if (owner !== user && owner !== String(uid)) continue
    const range = { first: Number(first) || 0, count: Number(count) || 0 }
    if (range.count > largest.count) largest = range
  }
  return largest
}
