import { OstreeRepoError } from '../errors.js'

/** The error for bytes that are not a tar, or one that cannot be kept. */
export function tarError(reason: string, cause?: unknown): OstreeRepoError {
  return new OstreeRepoError('ERR_OSTREE_INVALID_TAR', `cannot read tar: ${reason}`, { cause })
}
