export { FinalizeError, type FinalizeErrorCode } from './errors.js'
export { type FinalizeOptions, finalize } from './finalize.js'
export { shapeTree } from './shape-tree.js'
export type { Target } from './target.js'
