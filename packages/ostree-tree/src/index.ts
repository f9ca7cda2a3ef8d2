export { TreePathError } from './errors.js'
export { type EntryKind, ImageTree } from './image-tree.js'
export type { Ownership } from './new-node.js'
export { writeTree } from './write-tree.js'
