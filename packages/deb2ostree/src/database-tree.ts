import { encodeBytes } from '@apt2ostree/deb822'
import {
  type ObjectWriter,
  type Repo,
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

/** What the database layer is to hold. */
export interface DatabaseContent {
  readonly system: InstalledSystem
  readonly deferred: readonly DeferredLayer[]
  /** The symlinks of a merged /usr that layers lead through, undefined where /usr isn't merged. */
  readonly aliases: readonly string[] | undefined
  /** The tree that all of it is put into: the one that packages are added to. */
  readonly base?: TreeRef
}

/** Writes the tree of the database layer. */
export function writeDatabaseTree(
  repo: Repo,
  writer: ObjectWriter,
  { system, deferred, aliases, base }: DatabaseContent,
): TreeRef {
  const tree = base === undefined ? TreeBuilder.empty() : TreeBuilder.from(repo, base)
  const root = { uid: 0, gid: 0, xattrs: [] }
  const makeDirectory = (path: string, mode: number) => {
    if (!tree.hasDirectory(path)) tree.mkdir(path, { ...root, mode: S_IFDIR | mode })
  }
  for (const [path, mode] of baseDirectories) makeDirectory(path, mode)
  for (const alias of aliases === undefined ? [] : new Set([...commonAliases, ...aliases])) {
    const target = `usr/${alias}`
    makeDirectory(target, 0o755)
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
