import { gzipSync } from 'node:zlib'
import { storeXz, storeZstd } from './stored-compression.js'

/** How the files of archives and .debs may be compressed, by the suffixes of their names. */
export const compressors = {
  xz: storeXz,
  zst: storeZstd,
  gz: gzipSync,
  none: (content: Buffer) => content,
} as const

/** The name of a compression. */
export type Compression = keyof typeof compressors
