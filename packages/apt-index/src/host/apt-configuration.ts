import { parseBoolean } from '../words.js'

/** apt's configuration: names are case-insensitive paths like `Acquire::http::Proxy`. */
export class AptConfiguration {
  readonly #values = new Map<string, string>()
  /** The items without a name, `A::List:: "x";`, by the list's name. */
  readonly #lists = new Map<string, string[]>()

  /** Sets a value; a name that ends in `::` adds an item to a list. */
  set(name: string, value: string): void {
    const key = name.toLowerCase()
    // A value without any name, as a stray string has, means nothing.
    if (key === '') return
    if (!key.endsWith('::')) {
      this.#values.set(key, value)
      return
    }
    const list = key.slice(0, -2)
    this.#lists.set(list, [...(this.#lists.get(list) ?? []), value])
  }

  /** Removes a name and everything below it: `#clear`. */
  clear(name: string): void {
    const top = name.toLowerCase()
    for (const map of [this.#values, this.#lists]) {
      for (const key of [...map.keys()]) {
        if (key === top || key.startsWith(`${top}::`)) map.delete(key)
      }
    }
  }

  /** Returns the value, undefined where it was never set. */
  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase())
  }

  /** Returns the items of a list, in their order: `A::List { "x"; };`. */
  list(name: string): readonly string[] {
    return this.#lists.get(name.toLowerCase()) ?? []
  }

  /** Returns a boolean, undefined when unset or not one. */
  getBoolean(name: string): boolean | undefined {
    return parseBoolean(this.get(name) ?? '')
  }

  /** Returns a whole number, as strtol(3) reads the start of the value; undefined when it has none. */
  getNumber(name: string): number | undefined {
    const [number] = /^\s*[-+]?(0x[0-9a-f]+|\d+)/i.exec(this.get(name) ?? '') ?? []
    return number === undefined ? undefined : Number(number)
  }

  /** Yields all that is set, names in lower case, an item of a list under a name that ends in `::`. */
  *entries(): Generator<[name: string, value: string]> {
    yield* this.#values
    for (const [name, items] of this.#lists) for (const item of items) yield [`${name}::`, item]
  }
}
