import { globToRegExp } from './glob.js'

/** Returns whether a text is what apt's expression means: `/regex/` anywhere in it, or a glob; in any case. */
export function matchesExpression(expression: string, text: string): boolean {
  const regex = /^\/(.*)\/$/s.exec(expression)?.[1]
  const pattern = regex === undefined ? globToRegExp(expression) : new RegExp(regex)
  return new RegExp(pattern.source, 'is').test(text)
}
