/** A change that an image.yaml asks for and that cannot be made. */
export class CustomizeError extends Error {
  override readonly name = 'CustomizeError'
  readonly code = 'ERR_CUSTOMIZE'
  readonly hint?: string

  constructor(message: string, options: ErrorOptions & { hint?: string } = {}) {
    const { hint, ...rest } = options
    super(message, rest)
    if (hint !== undefined) this.hint = hint
  }
}
