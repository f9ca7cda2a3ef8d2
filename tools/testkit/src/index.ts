export {
  type ArchiveFiles,
  buildSuite,
  type IndexCompression,
  type SuiteOptions,
} from './archive.js'
export * as mishaps from './mishaps.js'
export { type ArchiveServer, type Exchange, type Mishap, serveArchive } from './serve-archive.js'
export { signCleartext, signDetached } from './sign-release.js'
export {
  createSigningKey,
  type SigningKey,
  type SigningKeyOptions,
  type SignOptions,
} from './signing-key.js'
export { storeXz, storeZstd } from './stored-compression.js'
