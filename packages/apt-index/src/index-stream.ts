/** The stream of indexes that `apt-index packages` prints and lockgen reads. */
export type { ArchiveIndex, ArchiveRelease, UncheckedPart } from './stream/archive-index.js'
export { formatIndexStanza } from './stream/archive-index.js'
export {
  formatIndexStream,
  type IndexedStanza,
  type ReadableIndex,
  readIndexStream,
} from './stream/stream-indexes.js'
