import type { Package } from './universe/package.js'

/** What went wrong; stable, for callers that branch on it. */
export type LockgenErrorCode =
  | 'ERR_LOCKGEN_INDEX'
  | 'ERR_LOCKGEN_REQUEST'
  | 'ERR_LOCKGEN_PREFERENCES'
  | 'ERR_LOCKGEN_UNSATISFIABLE'
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

/** No set of versions satisfies the requests; the message is a proof. */
export class UnsatisfiableError extends LockgenError {
  /** The packages that the relations of the proof name or exclude. */
  readonly needed: readonly Package[]
  /** The packages whose relations these are. */
  readonly owners: readonly Package[]

  constructor(message: string, needed: readonly Package[], owners: readonly Package[]) {
    super('ERR_LOCKGEN_UNSATISFIABLE', message)
    this.needed = needed
    this.owners = owners
  }
}
