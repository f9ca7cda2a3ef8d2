export { hostPrograms } from './host-programs.js'
export { createTestRepo, storeTree } from './test-repo.js'
export { readTreeLiteral, type TreeLiteral, writeTreeLiteral } from './tree-literal.js'
