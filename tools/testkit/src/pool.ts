import { createHash } from 'node:crypto'
import type { ArchiveFiles } from './archive.js'
import { buildDeb, controlText, type DebOptions } from './deb.js'

/** The .debs of an archive, and the index that lists them. */
export interface Pool {
  /** The .debs by their Filename. */
  readonly files: ArchiveFiles
  /** The text of the Packages index. */
  readonly packages: string
}

/** A .deb for a pool; its control file is made of `fields`. */
export type PoolDeb = Omit<DebOptions, 'controlEntries'>

/** Returns the .debs and their index, as dpkg-scanpackages writes it. */
export function buildPool(debs: readonly PoolDeb[]): Pool {
  const files: ArchiveFiles = new Map()
  const stanzas = debs.map((options) => {
    const {
      Package: name = 'test',
      Version: version = '1.0',
      Architecture: architecture = 'all',
    } = options.fields ?? {}
    const bytes = buildDeb(options)
    const filename = `pool/main/${name[0]}/${name}/${name}_${version}_${architecture}.deb`
    files.set(filename, bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const control = controlText(options.fields).trimEnd()
    return `${control}\nFilename: ${filename}\nSize: ${bytes.length}\nSHA256: ${sha256}\n`
  })
  return { files, packages: stanzas.join('\n') }
}
