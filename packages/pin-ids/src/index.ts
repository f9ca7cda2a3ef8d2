export { extendIdsFile, readIdsFile } from './ids-file.js'
export { type PinnedTree, pinTree } from './pin-tree.js'
export { keepsIds, pinTreeByFile } from './pin-tree-by-file.js'
