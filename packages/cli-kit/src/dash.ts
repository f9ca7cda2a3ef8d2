/**
 * yargs loses a lone `-` and what follows `--` (yargs#1312, yargs-parser#381). Both are hidden from
 * it behind a NUL, which cannot occur in a real argument, and uncovered in what it parsed.
 */
const MARK = '\0'

/** Returns the arguments with `-` and all operands after `--` hidden from yargs. */
export function shieldDashes(args: readonly string[]): string[] {
  const end = args.indexOf('--')
  const head = end < 0 ? args : args.slice(0, end)
  const operands = end < 0 ? [] : args.slice(end + 1)
  return [
    ...head.map((arg) => (arg === '-' ? MARK + arg : arg)),
    ...operands.map((arg) => MARK + arg),
  ]
}

/** Returns a parsed value, or a message that quotes one, as the person typed it. */
export function unshieldDashes<T>(value: T): T
export function unshieldDashes(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(MARK, '')
  return Array.isArray(value) ? value.map(unshieldDashes) : value
}
