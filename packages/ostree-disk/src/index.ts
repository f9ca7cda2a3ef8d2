export { type BuildDiskOptions, buildDisk } from './build-disk.js'
export { DiskError, type DiskErrorCode } from './errors.js'
export type { Firmware } from './layout.js'
export { formatSize, parseSize } from './size.js'
