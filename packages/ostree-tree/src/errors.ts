/** A path in a tree that does not hold what an operation needs there. */
export class TreePathError extends Error {
  override readonly name = 'TreePathError'
  readonly code = 'ERR_TREE_PATH'
  readonly path: string

  constructor(path: string, reason: string) {
    super(`cannot use "${path}" in the tree: ${reason}`)
    this.path = path
  }
}
