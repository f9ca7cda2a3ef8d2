export {
  type ArchiveFiles,
  buildSuite,
  type SuiteOptions,
} from './archive.js'
export type { Compression } from './compressors.js'
export { type ArItem, buildAr, buildDeb, controlText, type DebOptions } from './deb.js'
export * as mishaps from './mishaps.js'
export { buildPool, type Pool, type PoolDeb } from './pool.js'
export { type ArchiveServer, type Exchange, type Mishap, serveArchive } from './serve-archive.js'
export { signCleartext, signDetached } from './sign-release.js'
export {
  createSigningKey,
  type SigningKey,
  type SigningKeyOptions,
  type SignOptions,
} from './signing-key.js'
export { storeXz, storeZstd } from './stored-compression.js'
export { buildTar, type TarItem, type TarItemType } from './tar.js'
