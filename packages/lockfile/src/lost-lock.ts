/**
 * Returns why a text that is no lockfile may be replaced by one all the same: it is empty, or a merge
 * left it in conflict. Undefined where it may be something else that somebody wants to keep.
 */
export function lostLock(text: string): 'is empty' | 'has merge conflicts' | undefined {
  if (/^[ \t\r\n]*$/.test(text)) return 'is empty'
  return /^<{7} .*^={7}$.*^>{7} /ms.test(text) ? 'has merge conflicts' : undefined
}
