import type { ByteWriter } from './byte-writer.js'
import { type Codec, decode, encode, GVariantError } from './codec.js'
import { parseTypeString } from './type-string.js'

/** What {@link Variant.value} can hold, by type; see {@link Variant}. */
export type VariantValue = boolean | number | bigint | string | Buffer | Variant | VariantValue[]

/**
 * A value with its GVariant type. It keeps the serialised bytes, so that what libostree wrote is
 * written back unchanged, and decodes them on demand: `s` is text, `ay` a Buffer, `x` and `t` are
 * bigint, tuples, dictionary entries and other arrays are arrays. Numbers are little-endian.
 */
export class Variant {
  readonly type: string
  readonly bytes: Buffer

  private constructor(type: string, bytes: Buffer) {
    this.type = type
    this.bytes = bytes
  }

  /** The variant of `type` that holds `value`. Throws {@link GVariantError} for a bad type. */
  static of(type: string, value: VariantValue): Variant {
    return new Variant(type, encode(codecOf(type) as Codec<VariantValue>, value))
  }

  /** The variant whose serialised form is `bytes`. */
  static fromBytes(type: string, bytes: Buffer): Variant {
    return new Variant(type, bytes)
  }

  static string(value: string): Variant {
    return Variant.of('s', value)
  }

  static strings(values: readonly string[]): Variant {
    return Variant.of('as', [...values])
  }

  static bytes(value: Buffer): Variant {
    return Variant.of('ay', value)
  }

  static uint64(value: bigint): Variant {
    return Variant.of('t', value)
  }

  /** The decoded value. Throws {@link GVariantError} when the bytes are not of the type. */
  get value(): VariantValue {
    return decode(codecOf(this.type) as Codec<VariantValue>, this.bytes)
  }

  /** The text of a `s` variant, undefined for any other type. */
  get text(): string | undefined {
    return this.type === 's' ? (this.value as string) : undefined
  }

  /** The texts of an `as` variant, undefined for any other type. */
  get texts(): string[] | undefined {
    return this.type === 'as' ? (this.value as string[]) : undefined
  }
}

/** `v`: the value, a NUL, the type string. */
export const variant: Codec<Variant> = {
  signature: 'v',
  alignment: 8,
  fixedSize: undefined,
  write(into: ByteWriter, value: Variant) {
    into.bytes(value.bytes)
    into.uint8(0)
    into.text(value.type, 'latin1')
  },
  read(bytes: Buffer, start: number, end: number) {
    const separator = bytes.subarray(start, end).lastIndexOf(0)
    if (separator < 0) throw new GVariantError(`variant at offset ${start} has no type`)
    const type = bytes.toString('latin1', start + separator + 1, end)
    codecOf(type)
    return Variant.fromBytes(type, bytes.subarray(start, start + separator))
  },
}

const known = new Map<string, Codec<unknown>>()

/** The codec of one complete type string. Throws {@link GVariantError} for a bad one. */
export function codecOf(type: string): Codec<unknown> {
  const codec = known.get(type) ?? parseTypeString(type, variant)
  known.set(type, codec)
  return codec
}
