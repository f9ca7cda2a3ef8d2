import { trimBlankEnd } from './byte-string.js'
import { Deb822Error } from './errors.js'
import type { FieldSet } from './field-set.js'

/** A run of lines of a file; `firstLine` is the number of its first one, counted from 1. */
export interface TextBlock {
  readonly text: string
  readonly firstLine: number
}

const tab = 9
const space = 32
const hash = 35
const colon = 58
const caseBit = 32

/**
 * One stanza of control data, see deb822(5). It keeps its text and looks for a field only when
 * asked: an index of 60,000 stanzas costs no more than finding where each begins and ends.
 * Text is a byte string (`decodeBytes`).
 */
export class Stanza {
  readonly #block: TextBlock
  readonly #start: number
  readonly #end: number

  /** Made by `parseStanzas` and its relatives; `end` is after the last character of the last line. */
  constructor(block: TextBlock, start: number, end: number) {
    this.#block = block
    this.#start = start
    this.#end = end
  }

  /** Returns the stanza as it was written, its last line ended, without the empty line after it. */
  get text(): string {
    return `${this.#block.text.slice(this.#start, this.#end)}\n`
  }

  /** Returns the number of its first line in the file, counted from 1. */
  get line(): number {
    return this.#block.firstLine + countNewlines(this.#block.text, 0, this.#start)
  }

  /**
   * Returns the value of the first field of that name in any case, or undefined. White space around
   * the value and comment lines are gone; continuation lines follow verbatim, each after a `\n`.
   */
  get(name: string): string | undefined {
    const { text } = this.#block
    const initial = name.charCodeAt(0) | caseBit
    for (let at = this.#start; at < this.#end; at = lineEnd(text, at, this.#end) + 1) {
      if ((text.charCodeAt(at) | caseBit) !== initial) continue
      if (isField(text, at, name)) return this.#value(at + name.length + 1)
    }
    return undefined
  }

  /** Returns the values of several fields, as `get` returns each, in one pass over the stanza. */
  getAll(fields: FieldSet): (string | undefined)[] {
    const { text } = this.#block
    const { names } = fields
    const values = names.map((): string | undefined => undefined)
    for (let at = this.#start; at < this.#end; at = lineEnd(text, at, this.#end) + 1) {
      for (const i of fields.startingLike(text.charCodeAt(at))) {
        const name = names[i] ?? ''
        if (values[i] === undefined && isField(text, at, name)) {
          values[i] = this.#value(at + name.length + 1)
        }
      }
    }
    return values
  }

  /**
   * Returns every field in the order written, `[name, value]` with values as `get` returns them.
   * Throws `Deb822Error` for a line that is no field and for a field that comes twice.
   */
  fields(): [name: string, value: string][] {
    const { text } = this.#block
    const fields: [string, string][] = []
    const seen = new Set<string>()
    for (let at = this.#start; at < this.#end; at = lineEnd(text, at, this.#end) + 1) {
      const first = text.charCodeAt(at)
      if (first === hash) continue
      if ((first === space || first === tab) && fields.length > 0) continue
      const name = fieldName(text.slice(at, lineEnd(text, at, this.#end)))
      if (name === undefined) throw this.#error('expected "Field: value"', at)
      if (seen.has(name.toLowerCase())) throw this.#error(`field ${name} comes twice`, at)
      seen.add(name.toLowerCase())
      fields.push([name, this.#value(at + name.length + 1)])
    }
    return fields
  }

  #value(start: number): string {
    const { text } = this.#block
    const firstEnd = lineEnd(text, start, this.#end)
    let end = firstEnd
    while (end < this.#end && continues(text.charCodeAt(end + 1))) {
      end = lineEnd(text, end + 1, this.#end)
    }
    let first = start
    while (text.charCodeAt(first) === space || text.charCodeAt(first) === tab) first++
    const value = trimBlankEnd(text.slice(Math.min(first, end), end))
    if (end === firstEnd || !value.includes('\n#')) return value
    return trimBlankEnd(value.replace(/\n#[^\n]*/g, ''))
  }

  #error(message: string, at: number): Deb822Error {
    const line = this.line + countNewlines(this.#block.text, this.#start, at)
    return new Deb822Error('ERR_DEB822_SYNTAX', message, line)
  }
}

/** Returns how many lines end between two offsets. */
export function countNewlines(text: string, start: number, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    count++
  }
  return count
}

function lineEnd(text: string, start: number, limit: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 || end > limit ? limit : end
}

/** Returns whether the line that starts at `at` is the field `name`, in any case. */
function isField(text: string, at: number, name: string): boolean {
  const after = at + name.length
  if (text.charCodeAt(after) !== colon) return false
  return text.startsWith(name, at) || text.slice(at, after).toLowerCase() === name.toLowerCase()
}

function continues(code: number): boolean {
  return code === space || code === tab || code === hash
}

function fieldName(line: string): string | undefined {
  return /^[!-"$-,.-9;-~][!-9;-~]*(?=:)/.exec(line)?.[0]
}
