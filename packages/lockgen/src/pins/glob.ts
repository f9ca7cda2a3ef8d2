/** Returns the regular expression that matches what fnmatch(3) does without flags. */
export function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\[(!?)([^\]]+)\]|[\\^$.*+?()[\]{}|]/g, (match, not, set) => {
    if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\^]/g, '\\$&')}]`
    if (match === '*') return '.*'
    return match === '?' ? '.' : `\\${match}`
  })
  return new RegExp(`^${source}$`, 's')
}
