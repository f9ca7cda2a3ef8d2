import type { ImageTree } from '@apt2ostree/ostree-tree'
import type { AccountNames } from '../account-names.js'
import { readDeclaredPaths } from '../declared-paths.js'
import { formatTmpfiles, type TmpfilesLine } from '../tmpfiles.js'

const FILE = '/usr/lib/tmpfiles.d/image-var.conf'
const FACTORY = '/usr/share/factory'

/** Files below these can be made again or say what happened while the image was built. */
const DISPOSABLE = /^\/var\/(backups|cache|log|tmp|lib\/apt\/lists|lib\/systemd\/catalog)\//
/** debconf keeps answers in the place of a cache. */
const KEPT = /^\/var\/cache\/debconf\/[^/]+(?<!-old)$/

/**
 * Empties /var, which belongs to the machine, and leaves orders to make it there when they are
 * missing: directories (`d`), links (`L`), and files as copies (`C`) of what is kept below
 * /usr/share/factory. Logs and caches go. `links` are added. What packages order themselves is left
 * to them.
 */
export function emptyVar(
  tree: ImageTree,
  names: AccountNames,
  links: readonly TmpfilesLine[],
): void {
  const declared = readDeclaredPaths(tree)
  const lines = [...links, runMedia]
  for (const path of [...tree.walk('/var')]) {
    const line = orderFor(tree, names, path)
    if (line?.type === 'C') tree.move(path, FACTORY + path)
    if (line !== undefined && !declared.has(path)) lines.push(line)
  }
  for (const name of tree.names('/var')) tree.remove(`/var/${name}`)
  tree.addFile(FILE, formatTmpfiles(lines))
}

/** Where /media leads. */
const runMedia: TmpfilesLine = {
  type: 'd',
  path: '/run/media',
  mode: 0o755,
  user: 'root',
  group: 'root',
}

function orderFor(tree: ImageTree, names: AccountNames, path: string): TmpfilesLine | undefined {
  if (tree.kindOf(path) === 'directory') {
    const { mode, uid, gid } = tree.dirMeta(path)
    const owner = { user: names.userOf(uid), group: names.groupOf(gid) }
    return { type: 'd', path, mode: mode & 0o7777, ...owner }
  }
  const argument = tree.symlinkTarget(path)
  if (argument !== undefined) return { type: 'L', path, argument }
  return DISPOSABLE.test(path) && !KEPT.test(path) ? undefined : { type: 'C', path }
}
