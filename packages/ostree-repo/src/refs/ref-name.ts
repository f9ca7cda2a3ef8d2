import { OstreeRepoError } from '../errors.js'

/** Most refs are of this kind, and the pattern of the others takes milliseconds to set up. */
const asciiRef = /^\w[-.\w]*(\/\w[-.\w]*)*$/

/** Fragments between slashes; libostree's OSTREE_REF_FRAGMENT_REGEXP. */
function isRef(text: string): boolean {
  if (asciiRef.test(text)) return true
  return /^[\p{L}\p{N}_][-._\p{L}\p{N}]*(\/[\p{L}\p{N}_][-._\p{L}\p{N}]*)*$/u.test(text)
}

/** A ref name with the remote it belongs to, if any. */
export interface RefSpec {
  readonly remote?: string
  readonly ref: string
}

/** Parses `[REMOTE:]REF`. Throws ERR_OSTREE_INVALID_REF. */
export function parseRefSpec(text: string): RefSpec {
  const colon = text.indexOf(':')
  const remote = colon < 0 ? undefined : text.slice(0, colon)
  const ref = text.slice(colon + 1)
  if (remote === undefined ? isRef(ref) : isRef(ref) && isRef(remote) && !remote.includes('/')) {
    return remote === undefined ? { ref } : { remote, ref }
  }
  throw new OstreeRepoError('ERR_OSTREE_INVALID_REF', `cannot use "${text}" as a ref name`, {
    hint: 'a ref name is words of letters, digits, ".", "-" and "_" between slashes',
  })
}

/** Whether {@link parseRefSpec} accepts `text`. */
export function isRefSpec(text: string): boolean {
  try {
    return parseRefSpec(text) !== undefined
  } catch {
    return false
  }
}
