import { OstreeRepoError } from '../errors.js'

/** The error for a field that OSTree's format does not allow; `what` names the field. */
export function invalidValue(what: string, value: string): OstreeRepoError {
  return new OstreeRepoError('ERR_OSTREE_INVALID_VALUE', `cannot use ${value} as ${what}`)
}
