/** A part of a line of apt's, and what follows it. */
export interface Word {
  readonly text: string
  readonly rest: string
}

/**
 * Returns the first word of a byte string as apt's ParseQuoteWord does (strutl.cc): up to white space
 * outside of quotes and brackets, without the quotes, `%20` undone. Undefined where there is none, or a
 * quote or bracket doesn't end.
 */
export function quoteWord(text: string): Word | undefined {
  const match = /^ *((?:"[^"]*"|\[[^\]]*\]|[^ \t-\r"[])+)(?=[ \t-\r]|$)[ \t-\r]*(.*)$/s.exec(text)
  if (match === null) return undefined
  const [, word = '', rest = ''] = match
  const plain = word.replace(/%([0-9a-f]{2})|"/gi, (_, hex) =>
    hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return { text: plain, rest }
}
