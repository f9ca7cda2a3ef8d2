import { createHash } from 'node:crypto'
import { type ReadDebOptions, readTar, type TarEntry } from '@apt2ostree/deb-ar'
import { parseEntryPath } from './entry-path.js'
import type { UnpackedEntry } from './info-files.js'
import type { LayerTree } from './layer-tree.js'

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
  const paths: string[] = []
  const md5s = new Map<string, string>()
  const importEntry = async (entry: TarEntry) => {
    const path = parseEntryPath(entry.name)
    const hash = options.md5 && entry.type === 'file' ? createHash('md5') : undefined
    await tree.add(entry, hash && ((chunk) => hash.update(chunk)))
    const linked = entry.type === 'link' ? md5s.get(parseEntryPath(entry.linkName)) : undefined
    const md5 = hash?.digest('hex') ?? linked
    if (md5 !== undefined) md5s.set(path, md5)
    paths.push(path)
  }
  const symlinks: TarEntry[] = []
  for await (const entry of readTar(tar, options)) {
    if (entry.type === 'symlink') symlinks.push(entry)
    else await importEntry(entry)
  }
  for (const entry of symlinks) await importEntry(entry)
  return paths.map((path) => {
    const md5 = md5s.get(path)
    return md5 === undefined ? { path } : { path, md5 }
  })
}
