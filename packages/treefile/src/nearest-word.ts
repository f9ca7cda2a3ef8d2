import { distance } from 'fastest-levenshtein'

/**
 * Returns the word of `candidates` nearest to `word`, or undefined when none is near enough to be
 * meant: more than a third of its letters, and more than two, would have to change.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let least = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (edits < least) {
      least = edits
      nearest = candidate
    }
  }
  return nearest
}
