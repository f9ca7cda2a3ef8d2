export { OciError, type OciErrorCode } from './errors.js'
export { type ExportedLayer, type ExportOptions, exportImage } from './export-image.js'
export {
  type ContainerSettings,
  parseContainerSettings,
  parsePlatform,
} from './image-config.js'
export { type ImportOptions, importImage } from './import-image.js'
export { archiveLayout, extractArchive } from './layout/archive.js'
export type { BlobId, Blobs } from './layout/blobs.js'
export { compressions, type LayerCompression } from './layout/compress.js'
export { type FoundImage, findImage, type ImageChoice, listImages } from './layout/find-image.js'
export type { Descriptor, ImageConfig, Index, Manifest, Platform } from './layout/formats.js'
export { type Layout, openLayout, openOrInitLayout, readIndex } from './layout/layout.js'
