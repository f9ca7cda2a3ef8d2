import { DebError } from '@apt2ostree/deb-ar'
import { OstreeRepoError } from '@apt2ostree/ostree-repo'
import { LayerError } from './errors.js'

/** An error as plain data: crossing threads, an Error loses its class and its fields. */
export interface ErrorRecord {
  readonly fields: Readonly<Record<string, string | number>>
  readonly cause?: ErrorRecord
}

/** What an import may throw, to be told apart by `instanceof` whatever thread threw it. */
const classes = [LayerError, DebError, OstreeRepoError]

/** Returns a thrown value as plain data. */
export function recordError(thrown: unknown): ErrorRecord {
  if (!(thrown instanceof Error)) return { fields: { message: String(thrown) } }
  const { name, message, stack = '', cause } = thrown
  const own = Object.entries(thrown).filter(([, value]) =>
    ['string', 'number'].includes(typeof value),
  )
  return {
    fields: { ...Object.fromEntries(own), name, message, stack },
    ...(cause !== undefined && { cause: recordError(cause) }),
  }
}

/** Returns the error of a record, of the class that it had if an import throws such. */
export function reviveError({ fields, cause }: ErrorRecord): Error {
  const error = cause === undefined ? new Error() : new Error('', { cause: reviveError(cause) })
  const known = classes.find(({ name }) => name === fields.name)
  if (known !== undefined) Object.setPrototypeOf(error, known.prototype)
  for (const [key, value] of Object.entries(fields)) {
    Object.defineProperty(error, key, {
      value,
      writable: true,
      configurable: true,
      enumerable: key === 'code' || key === 'hint',
    })
  }
  return error
}
