import { MultistrapError } from './errors.js'

/** What one key says in one section. */
export interface IniEntry {
  /** Each value as written, blanks at its end too: one for each time that the key is given. */
  readonly values: string[]
  readonly path: string
  /** From 1; the first line that gives the key. */
  readonly line: number
}

/** One section. */
export interface IniSection {
  /** As written. */
  readonly name: string
  readonly path: string
  readonly line: number
  readonly entries: Map<string, IniEntry>
}

/**
 * Returns the sections of a configuration in their order, as Config::IniFiles, with which multistrap
 * reads it, sees them: names of keys and sections are told apart by case, `#` and `;` begin a comment
 * at the start of a line only, a key may repeat, `<<EOT` begins a value of several lines. Throws a
 * MultistrapError with the line for what that cannot read either.
 */
export function parseIni(text: string, path: string): IniSection[] {
  const sections = new Map<string, IniSection>()
  const lines = text.split(/\r\n|\r|\n/)
  let section: IniSection | undefined
  for (let index = 0; index < lines.length; index++) {
    const raw = lines[index] ?? ''
    const at = { path, line: index + 1 }
    if (/^\s*([#;]|$)/.test(raw)) continue
    const heading = /^\s*\[\s*(\S|\S.*\S)\s*\]\s*$/.exec(raw)?.[1]
    if (heading !== undefined) {
      section = sections.get(heading) ?? { name: heading, ...at, entries: new Map() }
      sections.set(heading, section)
      continue
    }
    const [, key, value = ''] = /^\s*([^=]*?[^=\s])\s*=\s*(.*)$/.exec(raw) ?? []
    if (key === undefined) {
      throw new MultistrapError(path, at.line, `"${raw.trim()}" is not KEY=VALUE`)
    }
    if (section === undefined) {
      throw new MultistrapError(path, at.line, `"${key}" stands before the first [Section]`)
    }
    const mark = /^<<(.*)$/.exec(value)?.[1]
    const values = mark === undefined ? [value] : takeLines(lines, index + 1, mark, at)
    if (mark !== undefined) index += values.length + 1
    const known = section.entries.get(key)
    if (known === undefined) section.entries.set(key, { values, ...at })
    else known.values.push(...values)
  }
  return [...sections.values()]
}

/** The lines from `start` up to the one that is `mark`. */
function takeLines(
  lines: readonly string[],
  start: number,
  mark: string,
  { path, line }: { path: string; line: number },
): string[] {
  const end = lines.indexOf(mark, start)
  if (end < 0) throw new MultistrapError(path, line, `no line "${mark}" ends the value`)
  return lines.slice(start, end)
}
