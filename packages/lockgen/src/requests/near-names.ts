/**
 * Returns up to five of `names` that a misspelt `name` may have meant: at most two edits away, or
 * one that starts with it; the nearest first, then in alphabetical order.
 */
export function nearNames(name: string, names: Iterable<string>): string[] {
  const near: { name: string; distance: number }[] = []
  for (const other of names) {
    if (other.startsWith(name)) near.push({ name: other, distance: 2.5 })
    else if (Math.abs(other.length - name.length) <= 2) {
      const distance = editDistance(name, other)
      if (distance <= 2 && distance < name.length / 2) near.push({ name: other, distance })
    }
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return near.slice(0, 5).map((found) => found.name)
}

/** Damerau-Levenshtein distance: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1)
      }
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
