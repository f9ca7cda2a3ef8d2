import { LockgenError } from '../errors.js'
import { globToRegExp } from './glob.js'

/**
 * Returns whether a text is what apt's expression means: `/regex/` anywhere in it, or a glob; in any
 * case. Throws `LockgenError` for a regular expression that is none.
 */
export function matchesExpression(expression: string, text: string): boolean {
  const regex = /^\/(.*)\/$/s.exec(expression)?.[1]
  const pattern = regex === undefined ? globToRegExp(expression) : compileRegExp(regex)
  return new RegExp(pattern.source, 'is').test(text)
}

/** Returns a regular expression that somebody wrote. Throws `LockgenError` where it is none. */
export function compileRegExp(source: string): RegExp {
  try {
    return new RegExp(source)
  } catch (cause) {
    throw new LockgenError('ERR_LOCKGEN_EXPRESSION', `cannot read the expression "${source}"`, {
      cause,
    })
  }
}
