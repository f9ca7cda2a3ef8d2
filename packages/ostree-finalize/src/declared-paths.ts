import type { ImageTree } from '@apt2ostree/ostree-tree'
import { creates, parseTmpfiles } from './tmpfiles.js'

const FOLDER = '/usr/lib/tmpfiles.d'

/** The paths that systemd-tmpfiles makes on boot, by what the tree's files in tmpfiles.d say. */
export function readDeclaredPaths(tree: ImageTree): Set<string> {
  const files = tree.names(FOLDER).map((name) => `${FOLDER}/${name}`)
  return new Set(
    files
      .filter((path) => path.endsWith('.conf') && tree.kindOf(path) === 'file')
      .flatMap((path) => parseTmpfiles(tree.read(path).toString('latin1')))
      .filter(({ type }) => creates(type))
      .map(({ path }) => path.replace(/(?<=.)\/$/, '')),
  )
}
