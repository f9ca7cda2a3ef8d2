import { posix } from 'node:path'
import type { ImageTree } from '@apt2ostree/ostree-tree'
import type { TmpfilesLine } from '../tmpfiles.js'

/** Where the package database is kept: it describes /usr and has to change with it. */
export const DPKG_DATABASE = '/usr/lib/sysimage/dpkg'

/** What dpkg locks while it works, and the copies of what it replaced. */
const VOLATILE = /(^|\/)(lock|lock-frontend|Lock|[^/]+-old)$/

/**
 * Moves state that belongs to the image, not to the machine, from /var and /opt to /usr, and
 * returns the links that lead there: dpkg's database, what apt knows of it, add-on software.
 */
export function relocateState(tree: ImageTree): TmpfilesLine[] {
  for (const path of [...tree.walk('/var/lib/dpkg')]) {
    if (VOLATILE.test(path) && tree.kindOf(path) === 'file') tree.remove(path)
  }
  return [
    ...relocate(tree, '/var/lib/dpkg', DPKG_DATABASE),
    ...relocate(tree, '/var/lib/apt/extended_states', '/usr/lib/sysimage/apt/extended_states'),
    ...tree
      .names('/opt')
      .flatMap((name) =>
        relocate(tree, `/opt/${name}`, `/usr/lib/opt/${name}`, `/var/opt/${name}`),
      ),
  ]
}

/** `at` is where the link has to be, when `from` itself moves later. */
function relocate(tree: ImageTree, from: string, to: string, at = from): TmpfilesLine[] {
  if (tree.kindOf(from) === undefined) return []
  tree.move(from, to)
  return [{ type: 'L', path: at, argument: posix.relative(posix.dirname(at), to) }]
}
