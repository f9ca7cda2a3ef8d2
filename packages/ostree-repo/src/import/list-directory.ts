import { readdirSync } from 'node:fs'
import { assertEntryName, textOf } from '../objects/entry-name.js'

/** A directory of this machine with all below it; names are byte strings. */
export interface ListedDirectory {
  readonly path: string
  /** The names of what is no directory. */
  readonly files: readonly string[]
  /** The index of the first of these files among all that were listed. */
  readonly firstFile: number
  readonly dirs: readonly (readonly [name: string, ListedDirectory])[]
}

/**
 * Lists `path` and all below it, and adds the paths of files to `paths`.
 * Throws ERR_OSTREE_INVALID_TREE for a name that is not UTF-8.
 */
export function listDirectory(path: string, paths: string[]): ListedDirectory {
  const files: string[] = []
  const dirs: string[] = []
  for (const entry of readdirSync(path, { withFileTypes: true, encoding: 'buffer' })) {
    const name = entry.name.toString('latin1')
    assertEntryName(name, path)
    const names = entry.isDirectory() ? dirs : files
    names.push(name)
  }
  const firstFile = paths.length
  for (const name of files) paths.push(`${path}/${textOf(name)}`)
  return {
    path,
    files,
    firstFile,
    dirs: dirs.map((name) => [name, listDirectory(`${path}/${textOf(name)}`, paths)]),
  }
}
