import {
  type Checksum,
  type DirTree,
  lookupPath,
  type Repo,
  type TreeRef,
} from '@apt2ostree/ostree-repo'
import type { ConfiguredBase } from './configured-base.js'
import { type ReadDirTree, shareFile } from './share-file.js'
import { mergeUsrPath } from './unpack/usr-merge.js'

/**
 * Returns a function that tells whether unpacking a layer on a base is more than putting its files beside the others:
 * a file of the base is in the way (of a package that it replaces, of no package, moved there by a diversion), or
 * dpkg would put a file elsewhere or change its owner (dpkg-divert(1), dpkg-statoverride(1)).
 */
export function meetsBase(repo: Repo, base: ConfiguredBase): (layer: TreeRef) => boolean {
  const special = [
    ...parseDivertedPaths(base.read('var/lib/dpkg/diversions')),
    ...parseOverriddenPaths(base.read('var/lib/dpkg/statoverride')),
  ].flatMap((path) => [path, mergeUsrPath(path, false)])
  const paths = [...new Set(special)].flatMap((path) => [path, `${path}.dpkg-new`])
  const read = readOnce(repo)
  return (layer) =>
    shareFile(read, layer, base.root) ||
    paths.some((path) => lookupPath(repo, layer, path) !== undefined)
}

/** The directories of a base are looked at for every layer. */
function readOnce(repo: Repo): ReadDirTree {
  const known = new Map<Checksum, DirTree>()
  return (checksum) => {
    const tree = known.get(checksum) ?? repo.readDirTree(checksum)
    known.set(checksum, tree)
    return tree
  }
}

/** The paths that are diverted, of lines of three: path, where it goes, package (diversions_load in lib/dpkg/db-fsys-divert.c). */
export function parseDivertedPaths(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (index % 3 === 0 && line !== '' ? [line.slice(1)] : []))
}

/** The paths with an owner or a mode of their own: `USER GROUP MODE PATH` (statdb_parse in lib/dpkg/db-fsys-override.c). */
export function parseOverriddenPaths(text: string): string[] {
  return text.split('\n').flatMap((line) => /^\S+ \S+ \S+ \/(.*)$/.exec(line)?.[1] ?? [])
}
