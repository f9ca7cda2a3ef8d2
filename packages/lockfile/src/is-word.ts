/** Returns whether a byte string is one word: something without a blank. */
export function isWord(text: string): boolean {
  return /^[^ \t\r\n]+$/.test(text)
}
