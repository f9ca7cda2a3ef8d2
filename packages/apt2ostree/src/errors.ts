/** Stable codes of {@link Apt2ostreeError}. */
export type Apt2ostreeErrorCode =
  | 'ERR_IMAGE_NO_REF'
  | 'ERR_IMAGE_NO_SOURCES'
  | 'ERR_IMAGE_SAME_NAME'
  | 'ERR_IMAGE_EXISTS'
  | 'ERR_IMAGE_STALE_LOCK'
  | 'ERR_IMAGE_NO_LOCK'
  | 'ERR_IMAGE_NOT_BUILT'
  | 'ERR_IMAGE_EPOCH'
  | 'ERR_IMAGE_NO_PACKAGES'

/** An image that cannot be built as it stands; `hint` says what to do about it. */
export class Apt2ostreeError extends Error {
  override readonly name = 'Apt2ostreeError'
  readonly code: Apt2ostreeErrorCode
  readonly hint?: string

  constructor(code: Apt2ostreeErrorCode, message: string, options: { hint?: string } = {}) {
    super(message)
    this.code = code
    if (options.hint !== undefined) this.hint = options.hint
  }
}
