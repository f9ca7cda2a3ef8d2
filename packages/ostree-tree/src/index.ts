export { TreePathError } from './errors.js'
export { type EntryKind, ImageTree, type Ownership } from './image-tree.js'
export { writeTree } from './write-tree.js'
