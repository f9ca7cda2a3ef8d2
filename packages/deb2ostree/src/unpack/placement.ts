import { mergeUsrPath, type UsrMergeAlias, usrMergeAliasOf } from './usr-merge.js'

/** What dpkg appends to the name of a conffile until the package is configured. */
export const newConffile = '.dpkg-new'

/** How the paths of a package become those of its layer. */
export interface PlacementOptions {
  readonly usrMerge: boolean
  /** The conffiles that the package ships, absolute. */
  readonly conffiles: ReadonlySet<string>
}

/**
 * Where the paths of a package's list lie in its layer: below /usr what a merged /usr has there, and conffiles under the
 * name that they have until the package is configured. Paths are relative, without a final slash.
 */
export class Placement {
  readonly #options: PlacementOptions
  readonly #aliases = new Set<UsrMergeAlias>()

  constructor(options: PlacementOptions) {
    this.#options = options
  }

  /** The symlinks of a merged /usr that the paths asked for lead through. */
  get aliases(): ReadonlySet<UsrMergeAlias> {
    return this.#aliases
  }

  /** Returns the path in the layer. */
  place(path: string, isDirectory: boolean): string {
    const { usrMerge, conffiles } = this.#options
    const suffix = !isDirectory && conffiles.has(`/${path}`) ? newConffile : ''
    if (!usrMerge) return path + suffix
    const merged = mergeUsrPath(path, isDirectory)
    const alias = merged === path ? undefined : usrMergeAliasOf(path)
    if (alias !== undefined) this.#aliases.add(alias)
    return merged + suffix
  }
}
