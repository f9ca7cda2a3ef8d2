/** Returns the words of a value, none for an absent one; white space stands between them. */
export function splitWords(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter((word) => word !== '')
}

/** Returns what apt takes the word for (StringToBool in strutl.cc), undefined for no boolean. */
export function parseBoolean(word: string): boolean | undefined {
  const lower = word.trim().toLowerCase()
  if (/^(yes|true|with|on|enable|0*1)$/.test(lower)) return true
  return /^(no|false|without|off|disable|0+)$/.test(lower) ? false : undefined
}
