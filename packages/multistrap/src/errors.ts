/** What multistrap cannot do: a stable code, and perhaps what helps. */
export class MultistrapCommandError extends Error {
  override readonly name = 'MultistrapCommandError'
  readonly code: 'ERR_MULTISTRAP_DIRECTORY' | 'ERR_MULTISTRAP_MOUNT' | 'ERR_MULTISTRAP_UNDONE'
  readonly hint?: string

  constructor(
    code: MultistrapCommandError['code'],
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    const { hint, ...rest } = options
    super(message, rest)
    this.code = code
    if (hint !== undefined) this.hint = hint
  }
}
