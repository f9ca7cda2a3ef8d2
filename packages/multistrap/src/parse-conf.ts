import { nearestWord } from '@apt2ostree/treefile'
import { MultistrapError } from './errors.js'
import { GENERAL_KEYS, type KeyRule, SECTION_KEYS } from './keys.js'

/** What one key says. */
export interface ConfEntry {
  /** Without surrounding blanks; a list that was given in several lines is joined with spaces. */
  readonly value: string
  readonly path: string
  /** From 1; the first line that gives the key. */
  readonly line: number
}

/** One section: its keys in lower case, without those whose value is empty. */
export interface ConfSection {
  /** As it is written first. */
  readonly name: string
  readonly path: string
  readonly line: number
  readonly entries: Map<string, ConfEntry>
}

/** The sections of a configuration by their name in lower case; `[General]` is one of them. */
export type Conf = Map<string, ConfSection>

/**
 * The sections of a multistrap configuration. Names of sections and keys come in any case, `#` and
 * `;` begin a comment line, a key of a list may repeat. Throws a MultistrapError with the line for
 * anything else, also for a key that multistrap(1) does not have.
 */
export function parseConf(text: string, path: string): Conf {
  const conf: Conf = new Map()
  let section: ConfSection | undefined
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const at = { path, line: index + 1 }
    const line = raw.trim()
    if (line === '' || /^[#;]/.test(line)) continue
    const heading = /^\[\s*(.*?)\s*\]$/.exec(line)?.[1]
    if (heading !== undefined) {
      section = conf.get(heading.toLowerCase()) ?? { name: heading, ...at, entries: new Map() }
      conf.set(heading.toLowerCase(), section)
      continue
    }
    const [, key = '', value = ''] = /^([^=]*?)\s*=\s*(.*)$/.exec(line) ?? []
    if (key === '') throw new MultistrapError(path, at.line, `"${line}" is not KEY=VALUE`)
    if (section === undefined) {
      throw new MultistrapError(path, at.line, `"${key}" stands before the first [Section]`)
    }
    addEntry(section, key, { value, ...at })
  }
  return conf
}

function addEntry(section: ConfSection, key: string, entry: ConfEntry): void {
  const name = key.toLowerCase()
  const rules = section.name.toLowerCase() === 'general' ? GENERAL_KEYS : SECTION_KEYS
  const rule = rules[name]
  if (rule === undefined) throw unknownKey(section, key, entry, rules)
  if (entry.value === '') return
  if (rule.kind === 'flag' && !/^(true|false)$/i.test(entry.value)) {
    const reason = `"${key}" must be true or false, not "${entry.value}"`
    throw new MultistrapError(entry.path, entry.line, reason)
  }
  const earlier = section.entries.get(name)
  if (earlier !== undefined && rule.kind !== 'list') {
    const reason = `"${key}" is there already in line ${earlier.line}`
    throw new MultistrapError(entry.path, entry.line, reason)
  }
  const value = earlier === undefined ? entry.value : `${earlier.value} ${entry.value}`
  section.entries.set(name, { ...(earlier ?? entry), value })
}

function unknownKey(
  section: ConfSection,
  key: string,
  { path, line }: ConfEntry,
  rules: Readonly<Record<string, KeyRule>>,
): MultistrapError {
  const nearest = nearestWord(key, Object.keys(rules))
  const hint =
    nearest === undefined
      ? `[${section.name}] may have ${Object.keys(rules).join(', ')}`
      : `did you mean "${nearest}"?`
  return new MultistrapError(path, line, `unknown key "${key}" in [${section.name}]`, { hint })
}
