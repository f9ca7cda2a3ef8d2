const space = 32
const openParenthesis = 40
const comma = 44
const colon = 58
const lessThan = 60
const openBracket = 91
const pipe = 124

/** A name in a relation field; `isQualified` where a colon and an architecture follow it. */
export type TakeName = (name: string, isQualified: boolean) => void

/**
 * Calls `take` for each name in a relation field, in order, without looking at anything else in it:
 * an index has half a million of them.
 */
export function eachRelationName(value: string, take: TakeName): void {
  const { length } = value
  for (let at = 0; at < length; at++) {
    while (at < length && isBetween(value.charCodeAt(at))) at++
    const start = at
    while (at < length && !endsName(value.charCodeAt(at))) at++
    if (at > start) take(value.slice(start, at), value.charCodeAt(at) === colon)
    while (at < length && !separates(value.charCodeAt(at))) at++
  }
}

function separates(code: number): boolean {
  return code === comma || code === pipe
}

/** White space, line ends among it, and separators. */
function isBetween(code: number): boolean {
  return code <= space || separates(code)
}

function endsName(code: number): boolean {
  if (isBetween(code) || code === colon) return true
  return code === openParenthesis || code === openBracket || code === lessThan
}
