/**
 * The word of `candidates` nearest to `word`, or undefined when none is near enough to be meant:
 * more than a third of its letters, and more than two, would have to change.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let least = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < least) {
      least = distance
      nearest = candidate
    }
  }
  return nearest
}

/** Levenshtein's distance: how many letters are inserted, dropped or changed between the two. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= to.length; column++) {
      const changed = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      const dropped = (row[column] ?? 0) + 1
      const inserted = (next[column - 1] ?? 0) + 1
      next.push(Math.min(changed, dropped, inserted))
    }
    row = next
  }
  return row[to.length] ?? 0
}
