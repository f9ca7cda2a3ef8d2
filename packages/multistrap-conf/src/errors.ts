/** A multistrap configuration that cannot be read, at its place. */
export class MultistrapError extends Error {
  override readonly name = 'MultistrapError'
  readonly code = 'ERR_MULTISTRAP_INVALID'
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly hint?: string

  constructor(
    path: string,
    line: number,
    reason: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    const { hint, ...rest } = options
    super(`cannot use ${path}:${line}: ${reason}`, rest)
    this.path = path
    this.line = line
    if (hint !== undefined) this.hint = hint
  }
}
