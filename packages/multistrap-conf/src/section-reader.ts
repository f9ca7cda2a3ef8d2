import { nearestWord } from '@apt2ostree/treefile'
import { MultistrapError } from './errors.js'
import { GENERAL_KEYS, type KeyKind, type KeyRule, SECTION_KEYS } from './keys.js'
import type { IniEntry, IniSection } from './parse-ini.js'

/** A text or a word of a configuration, at its place. */
export interface Setting {
  readonly value: string
  readonly path: string
  /** From 1. */
  readonly line: number
}

/** Told of what has no effect: the message begins with file and line. */
export type Warn = (message: string) => void

/** Reads the values of a section's keys as multistrap takes them. */
export class SectionReader {
  readonly section: IniSection
  private readonly rules: Readonly<Record<string, KeyRule>>
  private readonly warn: Warn

  /** Warns of keys that multistrap does not know. */
  constructor(section: IniSection, warn: Warn) {
    this.section = section
    this.rules = section.name.toLowerCase() === 'general' ? GENERAL_KEYS : SECTION_KEYS
    this.warn = warn
    for (const [key, entry] of section.entries) {
      if (!Object.hasOwn(this.rules, key)) this.warnUnknown(key, entry)
    }
  }

  /** Returns the text of a key without blanks around it; undefined for a key that is not there. */
  text(key: string): Setting | undefined {
    const entry = this.single(key)
    return entry && { ...at(entry), value: (entry.values[0] ?? '').trim() }
  }

  /** Returns the words of a key. */
  words(key: string): Setting[] {
    const entry = this.single(key)
    if (entry === undefined) return []
    return entry.values.flatMap((value) =>
      split(value).map((word) => ({ ...at(entry), value: word })),
    )
  }

  /**
   * Returns the words of a key that multistrap hands to apt-get through a shell: quotes are taken off, and
   * from a word that begins with `#` on the value is a comment.
   */
  shellWords(key: string): Setting[] {
    const entry = this.single(key)
    if (entry === undefined) return []
    return entry.values.flatMap((value) => {
      const words = split(value)
      const comment = words.findIndex((word) => word.startsWith('#'))
      if (comment >= 0) {
        this.tell(
          entry,
          `"${words.slice(comment).join(' ')}" in "${key}" is left out; multistrap's shell leaves out every package with it`,
        )
      }
      return words
        .slice(0, comment < 0 ? undefined : comment)
        .map((word) => ({ ...at(entry), value: unquote(word) }))
    })
  }

  /** Returns whether a flag is set; undefined for a key that is not there. */
  flag(key: string): boolean | undefined {
    const entry = this.single(key)
    if (entry === undefined) return undefined
    const [value = ''] = entry.values
    const spelling = this.kind(key) === 'flag' ? value : value.toLowerCase()
    if (!/^(true|false|)$/.test(spelling)) {
      this.tell(entry, `"${key}=${value}" counts as false: only "true" is true`)
    }
    return spelling === 'true'
  }

  /** Returns a remark on each key that is set and of which an image.yaml needs nothing. */
  remarks(): string[] {
    return [...this.section.entries].flatMap(([key, { values }]) => {
      const meaningless = Object.hasOwn(this.rules, key) && this.rules[key]?.meaningless
      const value = values.join(' ').trim()
      return meaningless && value !== '' ? [`${key}=${value}: ${meaningless}`] : []
    })
  }

  tell({ path, line }: Pick<Setting, 'path' | 'line'>, message: string): void {
    this.warn(`${path}:${line}: ${message}`)
  }

  private kind(key: string): KeyKind {
    return this.rules[key]?.kind ?? 'text'
  }

  /** The entry of a key, unless it is there several times and comes to nothing. */
  private single(key: string): IniEntry | undefined {
    const entry = this.section.entries.get(key)
    const kind = this.kind(key)
    if (entry === undefined || entry.values.length === 1 || kind === 'packages') return entry
    if (kind === 'text' || kind === 'words') {
      throw new MultistrapError(entry.path, entry.line, `"${key}" is given more than once`, {
        hint: 'only "packages" may be',
      })
    }
    this.tell(entry, `"${key}" has no effect: it is given more than once`)
    return kind === 'flag' || kind === 'anyCaseFlag' ? { ...entry, values: [''] } : undefined
  }

  private warnUnknown(key: string, entry: IniEntry): void {
    const nearest = nearestWord(key, Object.keys(this.rules))
    const elsewhere = Object.hasOwn(GENERAL_KEYS, key)
      ? '; it is a key of [General]'
      : Object.hasOwn(SECTION_KEYS, key)
        ? '; it is a key of the other sections'
        : nearest === undefined
          ? ''
          : `; did you mean "${nearest}"?`
    this.tell(entry, `"${key}" has no effect: [${this.section.name}] has no such key${elsewhere}`)
  }
}

function at({ path, line }: IniEntry): Pick<Setting, 'path' | 'line'> {
  return { path, line }
}

function split(value: string): string[] {
  return value.split(/\s+/).filter((word) => word !== '')
}

/** A word as a shell leaves it: `1.22\*` and `'1.22*'` are `1.22*`. */
function unquote(word: string): string {
  const inner = /^'([^']*)'$/.exec(word)?.[1] ?? /^"([^"]*)"$/.exec(word)?.[1]
  return inner ?? word.replace(/\\(.)/g, '$1')
}
