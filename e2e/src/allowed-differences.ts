import { readFileSync } from 'node:fs'

/**
 * Whether a path may differ, by a file with a pattern a line: `*` stands for anything but `/`, `**`
 * for anything at all, and lines that begin with `#` give reasons.
 */
export function readAllowedDifferences(file: string): (path: string) => boolean {
  const patterns = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(
      (line) =>
        new RegExp(
          `^${line
            .split(/(\*\*?)/)
            .map(partOfPattern)
            .join('')}$`,
        ),
    )
  return (path) => patterns.some((pattern) => pattern.test(path))
}

function partOfPattern(part: string): string {
  if (part === '**') return '.*'
  if (part === '*') return '[^/]*'
  return part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
}
