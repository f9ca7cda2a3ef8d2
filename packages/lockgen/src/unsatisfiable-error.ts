import { LockgenError } from './errors.js'
import type { Package } from './universe/package.js'

/** No set of versions satisfies the requests; the message is a proof. */
export class UnsatisfiableError extends LockgenError {
  /** The packages that the relations of the proof name or exclude. */
  readonly needed: readonly Package[]
  /** The packages whose relations these are. */
  readonly owners: readonly Package[]
  /** Those among them that exclude another one. */
  readonly excluders: readonly Package[]

  constructor(message: string, clash: Pick<UnsatisfiableError, 'needed' | 'owners' | 'excluders'>) {
    super('ERR_LOCKGEN_UNSATISFIABLE', message)
    this.needed = clash.needed
    this.owners = clash.owners
    this.excluders = clash.excluders
  }
}
