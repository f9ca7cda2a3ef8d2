import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import xxhash from 'xxhash-wasm'
import { ByteReader } from './byte-reader.js'
import { decodeThrough } from './decode-through.js'
import { DecompressError } from './errors.js'
import { nextZstdFrame, type ZstdFrame } from './zstd-frame.js'

const chunkBytes = 1 << 18

/** What Node has of libzstd since 22.15. */
const { createZstdDecompress } = zlib as {
  createZstdDecompress?: (options: { chunkSize: number }) => Transform
}

/**
 * Yields the content of one or more concatenated zstd frames (RFC 8878), by libzstd where Node has it. A frame's
 * content is verified where it has a checksum: fzstd, which takes its place in Node 20, leaves that to us. Frame by
 * frame, as Node's stream takes what follows the first one for garbage. Throws {@link DecompressError}.
 */
export function decodeZstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return decodeFrames(source, createZstdDecompress === undefined ? decodeHere : decodeNatively)
}

/** Yields the same without libzstd, in any Node. */
export function decodeZstdWithoutNative(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  return decodeFrames(source, decodeHere)
}

type FrameDecoder = (frame: ZstdFrame, reader: ByteReader) => AsyncIterable<Uint8Array>

async function* decodeFrames(
  source: AsyncIterable<Uint8Array>,
  decode: FrameDecoder,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source)
  try {
    for (;;) {
      const frame = await nextZstdFrame(reader)
      if (frame === undefined) return
      yield* decode(frame, reader)
    }
  } finally {
    await reader.close()
  }
}

function decodeNatively({ bytes }: ZstdFrame, reader: ByteReader): AsyncIterable<Uint8Array> {
  return decodeThrough(withReturned(bytes), {
    attach(input) {
      const decoder = createZstdDecompress?.({ chunkSize: chunkBytes })
      if (decoder === undefined) throw new Error('this Node has no zstd')
      input.on('error', (error) => decoder.destroy(error))
      return input.pipe(decoder)
    },
    toError: (cause) => corrupt(reader, cause),
  })
}

async function* withReturned(
  bytes: AsyncGenerator<Uint8Array, Buffer | undefined>,
): AsyncGenerator<Uint8Array> {
  const returned = yield* bytes
  if (returned !== undefined) yield returned
}

async function* decodeHere(
  { bytes, contentBytes }: ZstdFrame,
  reader: ByteReader,
): AsyncGenerator<Uint8Array> {
  const hash = (await xxhash()).create64()
  let ready: Uint8Array[] = []
  let total = 0
  const decoder = new Decompress((chunk) => ready.push(chunk))
  const push = (chunk: Uint8Array, isLast: boolean): Uint8Array[] => {
    ready = []
    try {
      decoder.push(chunk, isLast)
    } catch (cause) {
      throw corrupt(reader, cause)
    }
    for (const content of ready) {
      hash.update(content)
      total += content.length
    }
    return ready
  }
  let next = await bytes.next()
  while (next.done !== true) {
    yield* push(next.value, false)
    next = await bytes.next()
  }
  const checksum = next.value
  yield* push(checksum ?? Buffer.alloc(0), true)
  const isWhole = contentBytes === undefined || contentBytes === total
  const actual = Number(hash.digest() & 0xffffffffn)
  if (isWhole && (checksum === undefined || checksum.readUInt32LE() === actual)) return
  throw corrupt(reader)
}

function corrupt({ offset }: ByteReader, cause?: unknown): DecompressError {
  const options = { offset, ...(cause === undefined ? {} : { cause }) }
  return new DecompressError('ERR_DECOMPRESS_CORRUPT', 'zstd', 'the data is corrupt', options)
}
