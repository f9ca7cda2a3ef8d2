/** What went wrong; stable, for callers that branch on it. */
export type LockfileErrorCode = 'ERR_LOCKFILE_INVALID' | 'ERR_LOCKFILE_VERSION'

/** A text that is no lockfile, or a lock that cannot be written as one. */
export class LockfileError extends Error {
  override readonly name = 'LockfileError'
  readonly code: LockfileErrorCode
  readonly hint?: string

  constructor(
    code: LockfileErrorCode,
    message: string,
    options?: ErrorOptions & { hint?: string },
  ) {
    super(message, options)
    this.code = code
    if (options?.hint !== undefined) this.hint = options.hint
  }
}

/** Returns the error for a text or lock that breaks the format. */
export function invalid(message: string, options?: ErrorOptions): LockfileError {
  return new LockfileError('ERR_LOCKFILE_INVALID', message, options)
}
