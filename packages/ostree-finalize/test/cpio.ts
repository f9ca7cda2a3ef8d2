/** A cpio archive in the "new ASCII" form that holds empty files; cpio(5). */
export function cpioOf(names: readonly string[]): string {
  return [...names, 'TRAILER!!!'].map(entry).join('')
}

function entry(name: string): string {
  const fields = Array.from({ length: 13 }, (_, index) => (index === 11 ? name.length + 1 : 0))
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`
  const text = `${header}${name}\0`
  return text.padEnd((text.length + 3) & ~3, '\0')
}
