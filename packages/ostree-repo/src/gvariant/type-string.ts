import { array } from './array.js'
import { boolean, double, int16, int32, int64, uint8, uint16, uint32, uint64 } from './basic.js'
import { type Codec, GVariantError } from './codec.js'
import { byteArray, objectPath, signature, string } from './strings.js'
import { dictEntry, tuple } from './tuple.js'
import { variant } from './variant.js'

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

const cache = new Map<string, Codec<unknown>>()

/**
 * The codec of one complete GVariant type string; `ay` is a Buffer, `x` and `t` are bigint, other
 * arrays and tuples are arrays. Throws {@link GVariantError} for a bad type and for `m`, which
 * OSTree does not use.
 */
export function codecOf(type: string): Codec<unknown> {
  let codec = cache.get(type)
  if (codec === undefined) {
    const parsed = parseType(type, 0, 0)
    if (parsed.end !== type.length) throw new GVariantError(`"${type}" is not one GVariant type`)
    codec = parsed.codec
    cache.set(type, codec)
  }
  return codec
}

interface Parsed {
  codec: Codec<unknown>
  end: number
}

function parseType(type: string, at: number, depth: number): Parsed {
  if (depth > MAX_DEPTH) throw new GVariantError('a type is nested too deeply')
  const head = type[at] ?? ''
  const known = basic[head]
  if (known !== undefined) return { codec: known, end: at + 1 }
  if (head === 'v') return { codec: variant, end: at + 1 }
  if (head === 'a') {
    if (type[at + 1] === 'y') return { codec: byteArray, end: at + 2 }
    const element = parseType(type, at + 1, depth + 1)
    return { codec: array(element.codec), end: element.end }
  }
  if (head === '(') return parseMembers(type, at, depth, ')', (members) => tuple(...members))
  if (head === '{') {
    return parseMembers(type, at, depth, '}', ([key, value, ...rest]) => {
      if (
        key === undefined ||
        value === undefined ||
        rest.length > 0 ||
        !(key.signature in basic)
      ) {
        throw new GVariantError(`"${type}" has a wrong dictionary entry`)
      }
      return dictEntry(key, value)
    })
  }
  throw new GVariantError(`"${type}" is not a GVariant type that OSTree uses`)
}

function parseMembers(
  type: string,
  at: number,
  depth: number,
  close: string,
  build: (members: Codec<unknown>[]) => Codec<unknown>,
): Parsed {
  const members: Codec<unknown>[] = []
  let end = at + 1
  while (type[end] !== close) {
    const member = parseType(type, end, depth + 1)
    members.push(member.codec)
    end = member.end
  }
  if (members.length === 0)
    throw new GVariantError('the empty tuple is not a type that OSTree uses')
  return { codec: build(members), end: end + 1 }
}
