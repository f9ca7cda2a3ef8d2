import { AptError } from './errors.js'
import { parseBoolean } from './parse-boolean.js'

/** apt's configuration: names are case-insensitive paths like `Acquire::http::Proxy`. */
export class AptConfiguration {
  readonly #values = new Map<string, string>()

  /** Sets a value; an item with an empty name in a list (`A::List::`) is not kept. */
  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), value)
  }

  /** Removes a name and everything below it: `#clear`. */
  clear(name: string): void {
    const lower = name.toLowerCase()
    for (const key of [...this.#values.keys()]) {
      if (key === lower || key.startsWith(`${lower}::`)) this.#values.delete(key)
    }
  }

  /** Returns the value, undefined where it was never set. */
  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase())
  }

  /** Returns a boolean, undefined when unset or not one. */
  getBoolean(name: string): boolean | undefined {
    return parseBoolean(this.get(name) ?? '')
  }

  /** Returns a whole number, undefined when unset or not one. */
  getNumber(name: string): number | undefined {
    const value = this.get(name)
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined
  }
}

/**
 * Sets what the text of one apt.conf(5) file says, over what is set already. Both forms are read,
 * `A::B "c";` and `A { B "c"; };`, with `//`, `#` and block comments; `#include` is refused.
 * Throws an AptError that names the file and line.
 */
export function parseAptConfiguration(
  text: string,
  name: string,
  configuration: AptConfiguration,
): void {
  const scopes: string[] = []
  let words: string[] = []
  for (const { token, line } of tokens(text, name)) {
    if (token === '{') {
      scopes.push(join(scopes, words[0] ?? ''))
      words = []
    } else if (token === '}' || token === ';') {
      if (words.length > 0) assign(configuration, scopes, words, `${name}:${line}`)
      words = []
      if (token === '}' && scopes.pop() === undefined) fail(`${name}:${line}`, 'unexpected "}"')
    } else words.push(token)
  }
  if (scopes.length > 0 || words.length > 0) fail(name, 'it ends inside a block')
}

function assign(
  configuration: AptConfiguration,
  scopes: readonly string[],
  words: readonly string[],
  place: string,
): void {
  const [first = '', second] = words
  if (first === '#clear') {
    for (const word of words.slice(1)) configuration.clear(join(scopes, word))
  } else if (first === '#include') fail(place, '#include is not supported')
  else if (words.length > 2) fail(place, `";" expected after "${second}"`)
  else if (second !== undefined) configuration.set(join(scopes, first), second)
}

/** A lone value inside a block is an item of a list; nothing here asks for lists. */
function join(scopes: readonly string[], name: string): string {
  const scope = scopes.at(-1)
  return scope === undefined ? name : `${scope}::${name}`
}

const lexeme =
  /(?<skip>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#(?!clear\b|include\b)[^\n]*)|(?<mark>[{};])|"(?<quoted>[^"\n]*)"|(?<word>(?:(?!\/\/)[^\s{};"])+)/gy

function* tokens(text: string, name: string): Generator<{ token: string; line: number }> {
  let at = 0
  let line = 1
  lexeme.lastIndex = 0
  while (at < text.length) {
    lexeme.lastIndex = at
    const match = lexeme.exec(text)
    if (match === null) return fail(`${name}:${line}`, 'a quote without its end')
    const { mark, quoted, word } = match.groups ?? {}
    const token = mark ?? quoted ?? word
    if (token !== undefined) yield { token, line }
    line += match[0].split('\n').length - 1
    at = lexeme.lastIndex
  }
}

function fail(place: string, reason: string): never {
  throw new AptError(
    'ERR_APT_CONFIGURATION',
    `cannot read apt's configuration at ${place}: ${reason}`,
  )
}
