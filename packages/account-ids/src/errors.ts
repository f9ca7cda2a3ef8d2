/** What went wrong; stable, for callers that branch on it. */
export type AccountIdsErrorCode = 'ERR_ACCOUNT_FORMAT' | 'ERR_ACCOUNT_CONFLICT'

/** A file of accounts that breaks its format, or ids that exclude each other. */
export class AccountIdsError extends Error {
  override readonly name = 'AccountIdsError'
  readonly code: AccountIdsErrorCode
  readonly hint?: string

  constructor(code: AccountIdsErrorCode, message: string, options?: { hint: string }) {
    super(message)
    this.code = code
    if (options !== undefined) this.hint = options.hint
  }
}

/** Returns the error for a line that cannot be read; `line` counts from 1. */
export function malformed(file: string, line: number, reason: string): AccountIdsError {
  return new AccountIdsError('ERR_ACCOUNT_FORMAT', `cannot read "${file}", line ${line}: ${reason}`)
}
