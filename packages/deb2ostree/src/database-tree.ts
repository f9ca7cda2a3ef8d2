import { encodeBytes } from '@apt2ostree/deb822'
import {
  type ObjectWriter,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  TreeBuilder,
  type TreeRef,
} from '@apt2ostree/ostree-repo'
import { databaseFilesOf, type InstalledSystem } from './database-files.js'
import type { LayerMetadata } from './layer-metadata.js'
import { infoNameOf } from './package-identity.js'

/** Directories that dpkg and its scripts rely on before any package is configured, by mode. */
const baseDirectories: readonly (readonly [string, number])[] = [
  ['dev', 0o755],
  ['etc', 0o755],
  ['proc', 0o755],
  ['run', 0o755],
  ['sys', 0o755],
  ['tmp', 0o1777],
  ['var', 0o755],
  ['var/lib/dpkg/alternatives', 0o755],
  ['var/lib/dpkg/info', 0o755],
  ['var/lib/dpkg/parts', 0o755],
  ['var/lib/dpkg/triggers', 0o755],
  ['var/lib/dpkg/updates', 0o755],
]

/** Aliases that a merged /usr has whether or not a package leads through them. */
const commonAliases = ['bin', 'lib', 'sbin']

/** A layer that waits until the others are configured. */
export interface DeferredLayer {
  readonly metadata: LayerMetadata
  readonly root: TreeRef
}

/**
 * Writes the tree of the database layer. `aliases` are the symlinks of a merged /usr that layers lead through, undefined
 * where /usr isn't merged.
 */
export function writeDatabaseTree(
  writer: ObjectWriter,
  system: InstalledSystem,
  deferred: readonly DeferredLayer[],
  aliases: readonly string[] | undefined,
): TreeRef {
  const tree = TreeBuilder.empty()
  const root = { uid: 0, gid: 0, xattrs: [] }
  for (const [path, mode] of baseDirectories) tree.mkdir(path, { ...root, mode: S_IFDIR | mode })
  for (const alias of aliases === undefined ? [] : new Set([...commonAliases, ...aliases])) {
    const target = `usr/${alias}`
    tree.mkdir(target, { ...root, mode: S_IFDIR | 0o755 })
    const header = { ...root, mode: S_IFLNK | 0o777, symlinkTarget: target }
    tree.addFile(alias, writer.writeFile(header))
  }
  for (const [path, text] of databaseFilesOf(system)) {
    const header = { ...root, mode: S_IFREG | 0o644 }
    tree.addFile(path, writer.writeFile(header, encodeBytes(text)))
  }
  for (const { metadata, root: layerRoot } of deferred) {
    const path = `var/lib/dpkg/deferred/${infoNameOf(metadata.control)}`
    const header = { ...root, mode: S_IFREG | 0o644 }
    tree.addTree(path, layerRoot)
    tree.addFile(
      `${path}.control`,
      writer.writeFile(header, encodeBytes(`${metadata.control.text}\n`)),
    )
  }
  return tree.write(writer)
}
