import { array } from './array.js'
import { boolean, double, int16, int32, int64, uint8, uint16, uint32, uint64 } from './basic.js'
import { type Codec, GVariantError } from './codec.js'
import { byteArray, objectPath, signature, string } from './strings.js'
import { dictEntry, tuple } from './tuple.js'

const basic: Record<string, Codec<unknown>> = {
  b: boolean,
  y: uint8,
  n: int16,
  q: uint16,
  i: int32,
  u: uint32,
  x: int64,
  t: uint64,
  d: double,
  s: string,
  o: objectPath,
  g: signature,
}

/** G_VARIANT_MAX_RECURSION_DEPTH */
const MAX_DEPTH = 128

/**
 * The codec of one complete GVariant type string, with `variant` for its `v`s; `ay` is a Buffer,
 * `x` and `t` are bigint, other arrays and tuples are arrays. Throws {@link GVariantError} for a bad
 * type and for `m`, which OSTree does not use.
 */
export function parseTypeString(type: string, variant: Codec<unknown>): Codec<unknown> {
  return new TypeParser(type, variant).parse()
}

class TypeParser {
  readonly #type: string
  readonly #variant: Codec<unknown>
  #at = 0

  constructor(type: string, variant: Codec<unknown>) {
    this.#type = type
    this.#variant = variant
  }

  parse(): Codec<unknown> {
    const codec = this.#one(0)
    if (this.#at === this.#type.length) return codec
    throw new GVariantError(`"${this.#type}" is not one GVariant type`)
  }

  #one(depth: number): Codec<unknown> {
    if (depth > MAX_DEPTH) throw new GVariantError('a type is nested too deeply')
    const head = this.#type[this.#at++] ?? ''
    const known = basic[head]
    if (known !== undefined) return known
    switch (head) {
      case 'v':
        return this.#variant
      case 'a':
        return this.#arrayOf(depth + 1)
      case '(':
        return this.#tuple(depth + 1)
      case '{':
        return this.#dictEntry(depth + 1)
      default:
        throw new GVariantError(`"${this.#type}" is not a GVariant type that OSTree uses`)
    }
  }

  #arrayOf(depth: number): Codec<unknown> {
    if (this.#type[this.#at] !== 'y') return array(this.#one(depth))
    this.#at++
    return byteArray
  }

  #tuple(depth: number): Codec<unknown> {
    const members = this.#membersUntil(')', depth)
    if (members.length > 0) return tuple(...members)
    throw new GVariantError('the empty tuple is not a type that OSTree uses')
  }

  #dictEntry(depth: number): Codec<unknown> {
    const [key, value, ...rest] = this.#membersUntil('}', depth)
    if (key !== undefined && value !== undefined && rest.length === 0 && key.signature in basic) {
      return dictEntry(key, value)
    }
    throw new GVariantError(`"${this.#type}" has a wrong dictionary entry`)
  }

  #membersUntil(close: string, depth: number): Codec<unknown>[] {
    const members: Codec<unknown>[] = []
    while (this.#type[this.#at] !== close) members.push(this.#one(depth))
    this.#at++
    return members
  }
}
