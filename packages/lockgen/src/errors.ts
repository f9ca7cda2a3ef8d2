/** What went wrong; stable, for callers that branch on it. */
export type LockgenErrorCode =
  | 'ERR_LOCKGEN_INDEX'
  | 'ERR_LOCKGEN_REQUEST'
  | 'ERR_LOCKGEN_PREFERENCES'
  | 'ERR_LOCKGEN_EXPRESSION'
  | 'ERR_LOCKGEN_UNSATISFIABLE'
  | 'ERR_LOCKGEN_UNDECIDED'
  | 'ERR_LOCKGEN_SOLVER'
  | 'ERR_LOCKGEN_LOCK'

/** Indexes, requests or locks that no answer can be given for. */
export class LockgenError extends Error {
  override readonly name = 'LockgenError'
  readonly code: LockgenErrorCode
  readonly hint?: string

  constructor(code: LockgenErrorCode, message: string, options?: ErrorOptions & { hint?: string }) {
    super(message, options)
    this.code = code
    if (options?.hint !== undefined) this.hint = options.hint
  }
}
