import { OstreeRepoError } from './errors.js'

/** A part of a ref name; libostree's OSTREE_REF_FRAGMENT_REGEXP. */
const fragment = '[\\p{L}\\p{N}_][-._\\p{L}\\p{N}]*'
const refPattern = new RegExp(`^(${fragment})(/${fragment})*$`, 'u')
const remotePattern = new RegExp(`^${fragment}$`, 'u')

/** A ref name with the remote it belongs to, if any. */
export interface RefSpec {
  readonly remote?: string
  readonly ref: string
}

/** Whether `name` is a valid ref name, without a remote. */
export function isRefName(name: string): boolean {
  return refPattern.test(name)
}

/** Parses `[REMOTE:]REF`. Throws ERR_OSTREE_INVALID_REF. */
export function parseRefSpec(text: string): RefSpec {
  const colon = text.indexOf(':')
  const remote = colon < 0 ? undefined : text.slice(0, colon)
  const ref = text.slice(colon + 1)
  if (!isRefName(ref) || (remote !== undefined && !remotePattern.test(remote))) {
    throw new OstreeRepoError('ERR_OSTREE_INVALID_REF', `cannot use "${text}" as a ref name`, {
      hint: 'words of letters, digits, ".", "-" and "_", which begin with neither of the first two, between slashes',
    })
  }
  return remote === undefined ? { ref } : { remote, ref }
}
