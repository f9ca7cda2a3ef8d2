export { type CompressedPart, openPart, splitCompressed } from './compressed-parts.js'
export { type Compression, sniffBytes, sniffCompression } from './compression.js'
export { type DecompressOptions, decompress } from './decompress.js'
export { DecompressError, type DecompressErrorCode } from './errors.js'
