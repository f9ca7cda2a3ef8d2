/** One line of a package's conffiles file, see deb-conffiles(5). */
export interface Conffile {
  /** Absolute, a byte string. */
  readonly path: string
  /** The package wants it gone: it is not among its files. */
  readonly removeOnUpgrade: boolean
}

/** Returns the conffiles that a `conffiles` control file lists, in its order. */
export function parseConffiles(text: string): Conffile[] {
  return text.split('\n').flatMap((line) => {
    const trimmed = line.trim()
    if (trimmed === '') return []
    const flagged = /^remove-on-upgrade\s+(.*)$/.exec(trimmed)?.[1]
    return [{ path: flagged ?? trimmed, removeOnUpgrade: flagged !== undefined }]
  })
}

/** Returns the value of a status stanza's Conffiles field as dpkg writes it before it has configured them. */
export function formatConffilesField(conffiles: readonly Conffile[]): string {
  return conffiles
    .map(({ path, removeOnUpgrade }) => {
      return `\n ${path} newconffile${removeOnUpgrade ? ' remove-on-upgrade' : ''}`
    })
    .join('')
}
