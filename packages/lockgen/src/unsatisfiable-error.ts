import { LockgenError } from './errors.js'
import type { Package } from './universe/package.js'

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
