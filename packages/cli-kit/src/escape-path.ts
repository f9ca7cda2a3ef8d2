const escapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
}

/** Well-formed UTF-8 beyond ASCII and its C1 controls (Unicode, table 3-7), or one byte that asks for care. */
const pattern =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /\xc2[\xa0-\xbf]|[\xc3-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\0-\x1f\\\x7f-\xff]/g

/**
 * Returns a path (a byte string: one character a byte) as text for a terminal and for lists of lines, as GNU tar's
 * `--quoting-style=escape` prints it: control characters, backslashes and what is not UTF-8 become escapes.
 */
export function escapePath(bytes: string): string {
  return bytes.replace(pattern, (found) => {
    if (found.length > 1) return Buffer.from(found, 'latin1').toString()
    return escapes[found] ?? `\\${found.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
}
