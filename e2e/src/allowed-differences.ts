import { readFileSync } from 'node:fs'

/**
 * Whether a path may differ in an image, by a file with a pattern a line: `*` stands for anything
 * but `/`, `**` for anything at all. A pattern may follow the name of the only image that it is
 * for. Lines that begin with `#` give reasons.
 */
export function readAllowedDifferences(file: string): (path: string, image?: string) => boolean {
  const allowed = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [pattern = '', only] = line.split(' ').reverse()
      return {
        only,
        pattern: new RegExp(
          `^${pattern
            .split(/(\*\*?)/)
            .map(partOfPattern)
            .join('')}$`,
        ),
      }
    })
  return (path, image) =>
    allowed.some(
      ({ only, pattern }) => pattern.test(path) && (only === undefined || only === image),
    )
}

function partOfPattern(part: string): string {
  if (part === '**') return '.*'
  if (part === '*') return '[^/]*'
  return part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
}
