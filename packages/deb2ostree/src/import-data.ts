import { createHash } from 'node:crypto'
import { type ReadDebOptions, readTar, type TarEntry } from '@apt2ostree/deb-ar'
import type { Checksum, ObjectWriter } from '@apt2ostree/ostree-repo'
import { parseEntryPath } from './entry-path.js'
import type { UnpackedEntry } from './info-files.js'
import { LayerTree } from './layer-tree.js'

/**
 * Returns the commit that stock `ostree commit --tree=tar=… --no-bindings --orphan --timestamp=0` makes of a tar.
 * Throws LayerError for what OSTree can't hold, DebError for a bad tar.
 */
export async function importTar(
  writer: ObjectWriter,
  tar: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): Promise<Checksum> {
  const tree = new LayerTree(writer, (path) => path)
  for await (const entry of readTar(tar, options)) await tree.add(entry)
  const root = tree.write()
  return writer.writeCommit({ rootTree: root.tree, rootMeta: root.meta })
}

/** How data.tar becomes a layer's files. */
export interface ImportDataOptions extends ReadDebOptions {
  /** Whether to return the MD5 of each file. */
  readonly md5: boolean
}

/**
 * Adds data.tar to the tree; returns what dpkg would note of each entry, in its order: symlinks are made after all
 * else, see tar_extractor in lib/dpkg/tarfn.c.
 */
export async function importData(
  tree: LayerTree,
  tar: AsyncIterable<Uint8Array>,
  options: ImportDataOptions,
): Promise<UnpackedEntry[]> {
  const entries = new Map<string, UnpackedEntry>()
  const symlinks: TarEntry[] = []
  for await (const entry of readTar(tar, options)) {
    if (entry.type === 'symlink') symlinks.push(entry)
    else await importEntry(tree, entry, entries, options)
  }
  for (const entry of symlinks) await importEntry(tree, entry, entries, options)
  return [...entries.values()]
}

async function importEntry(
  tree: LayerTree,
  entry: TarEntry,
  entries: Map<string, UnpackedEntry>,
  options: ImportDataOptions,
): Promise<void> {
  const path = parseEntryPath(entry.name)
  const hash = options.md5 && entry.type === 'file' ? createHash('md5') : undefined
  await tree.add(entry, hash && ((chunk) => hash.update(chunk)))
  const linked = entry.type === 'link' ? entries.get(parseEntryPath(entry.linkName)) : undefined
  const md5 = hash?.digest('hex') ?? linked?.md5
  entries.set(path, md5 === undefined ? { path } : { path, md5 })
}
