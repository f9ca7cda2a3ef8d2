import { distance } from 'fastest-levenshtein'

/**
 * Returns up to five of `names` that a misspelt `name` may have meant: at most two edits away, or
 * one that starts with it; the nearest first, then in alphabetical order.
 */
export function nearNames(name: string, names: Iterable<string>): string[] {
  const near: { name: string; edits: number }[] = []
  for (const other of names) {
    if (other.startsWith(name)) near.push({ name: other, edits: 2.5 })
    else if (Math.abs(other.length - name.length) <= 2) {
      const edits = distance(name, other)
      if (edits <= 2 && edits <= name.length / 2) near.push({ name: other, edits })
    }
  }
  near.sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
  return near.slice(0, 5).map((found) => found.name)
}
