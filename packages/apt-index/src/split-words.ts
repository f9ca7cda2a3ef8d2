/** Returns the words of a value, none for an absent one; white space stands between them. */
export function splitWords(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter((word) => word !== '')
}
