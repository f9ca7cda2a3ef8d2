import { ByteWriter } from './byte-writer.js'

/**
 * How one GVariant type is laid out in bytes.
 * Specification: "GVariant Specification" of GLib, section 2.5, and glib/gvariant-serialiser.c.
 */
export interface Codec<T> {
  /** GVariant type string, for example `a(say)`. */
  readonly signature: string
  readonly alignment: 1 | 2 | 4 | 8
  /** Size in bytes of every value, or undefined where it varies. */
  readonly fixedSize: number | undefined
  /** Appends `value`; the writer already stands at a multiple of `alignment`. */
  write(into: ByteWriter, value: T): void
  /** The value in `bytes[start, end)`; `start` is a multiple of `alignment`. */
  read(bytes: Buffer, start: number, end: number): T
}

/** The type of the values of a codec. */
export type ValueOf<C> = C extends Codec<infer T> ? T : never

/** Bytes that are not the normal form of the expected type. */
export class GVariantError extends Error {
  override readonly name = 'GVariantError'
  readonly code = 'ERR_OSTREE_INVALID_VARIANT'
}

/** The serialised form of `value`. */
export function encode<T>(codec: Codec<T>, value: T): Buffer {
  const into = new ByteWriter(codec.fixedSize ?? 256)
  codec.write(into, value)
  return into.finish()
}

/** The value in `bytes`, which hold nothing else. Throws {@link GVariantError}. */
export function decode<T>(codec: Codec<T>, bytes: Buffer): T {
  if (codec.fixedSize !== undefined && bytes.length !== codec.fixedSize) {
    throw new GVariantError(
      `type ${codec.signature} takes ${codec.fixedSize} bytes, not ${bytes.length}`,
    )
  }
  return codec.read(bytes, 0, bytes.length)
}
