/** The first word of every line that has one: the refs in `REF <TAB> CHECKSUM` lines. */
export function firstColumn(text: string): string[] {
  return text.split('\n').flatMap((line) => line.match(/\S+/)?.[0] ?? [])
}
