export { readIdsFile, writeIdsFile } from './ids-file.js'
export { type PinnedTree, pinTree } from './pin-tree.js'
