/**
 * How many ids the first range of a user has in the text of /etc/subuid or /etc/subgid (subuid(5):
 * `user:first:count`, where the user is a name or a number); 0 without one. The first range is the
 * one that `unshare --map-auto` takes.
 */
export function countSubordinateIds(text: string, user: string, uid: number): number {
  for (const line of text.split('\n')) {
    const [owner, , count] = line.split(':')
    if (owner === user || owner === String(uid)) return Number(count) || 0
  }
  return 0
}
