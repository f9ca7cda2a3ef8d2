export { basePackages } from './base-packages.js'
export { type ConfiguredBase, readConfiguredBase } from './configured-base.js'
export { writeDatabaseLayer } from './database-layer.js'
export type { LayeredSystem } from './database-metadata.js'
export { LayerError, type LayerErrorCode } from './errors.js'
export type { Archives } from './fetch-deb.js'
export { type ImportDebOptions, importDeb, type Layer } from './import-deb.js'
export { type ImportOptions, importDebs } from './import-debs.js'
export { type JobSlot, Jobserver } from './jobserver.js'
export { decodeLayerMetadata, type LayerMetadata } from './layer-metadata.js'
export { type LayeredBase, layeredBaseKeys, layOnBase, readLayeredBase } from './layered-base.js'
export { formatLayerRef, type PackageIdentity } from './package-identity.js'
export { readPackageList } from './system-record.js'
export { expectsUsrMerge } from './unpack/usr-merge.js'
export {
  type UnpackedLock,
  type UnpackOptions,
  unpackLock,
  unpackPackages,
} from './unpack-lock.js'
export type { UnpackProgress } from './unpack-progress.js'
