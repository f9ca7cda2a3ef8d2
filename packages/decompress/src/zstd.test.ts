import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DecompressError } from './errors.js'
import { decodeZstd, decodeZstdWithoutNative } from './zstd.js'

const hasZstd = spawnSync('zstd', ['--version']).status === 0
const zstd = (input: Uint8Array, ...args: string[]): Buffer =>
  spawnSync('zstd', ['-c', ...args], { input, maxBuffer: 1 << 28 }).stdout
/** What zstd(1) says of compressed data: its content, or undefined where it refuses it. */
const judge = (input: Uint8Array): Buffer | undefined => {
  const { status, stdout } = spawnSync('zstd', ['-dc'], { input, maxBuffer: 1 << 28 })
  return status === 0 ? stdout : undefined
}

const content = Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * i) >>> ((i % 7) + 3)))

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

type Decoder = typeof decodeZstd

async function decode(decoder: Decoder, bytes: Uint8Array, chunkSize = 1 << 16): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of decoder(inChunks(bytes, chunkSize))) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

const failure = (decoder: Decoder, bytes: Uint8Array) =>
  decode(decoder, bytes).then(
    () => undefined,
    (error: unknown) => error,
  )

/** Where this Node has no libzstd, both are the same. */
const decoders: [string, Decoder][] = [
  ['with what Node has', decodeZstd],
  ['without libzstd', decodeZstdWithoutNative],
]

describe.skipIf(!hasZstd).each(decoders)('%s (skipped: no zstd)', (_name, decoder) => {
  test('gives what zstd was given, at any level and in any chunks', {
    timeout: 60_000,
  }, async () => {
    const inputs = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.tuple(fc.uint8Array({ maxLength: 20 }), fc.nat(20_000)).map(([part, times]) => {
        return Buffer.alloc(part.length === 0 ? 0 : times, Buffer.from(part))
      }),
    )
    const options = fc.constantFrom(
      ['-1'],
      ['-19'],
      ['--no-check'],
      ['--ultra', '-22'],
      ['--fast=5'],
    )
    await fc.assert(
      fc.asyncProperty(inputs, options, fc.nat(5000), async (input, args, size) => {
        const bytes = zstd(input, ...args)
        expect((await decode(decoder, bytes, size + 1)).equals(input)).toBe(true)
      }),
      { numRuns: 12 },
    )
  })

  test('takes several frames, skippable ones among them', async () => {
    const skippable = Buffer.from('542a4d18030000006162630000'.slice(0, 22), 'hex')
    const frame = zstd(content)
    const all = Buffer.concat([skippable, frame, skippable, frame])
    expect((await decode(decoder, all, 7)).equals(Buffer.concat([content, content]))).toBe(true)
  })

  test('accepts no flipped byte that zstd refuses', { timeout: 60_000 }, async () => {
    const frame = zstd(content)
    const places = fc.nat(frame.length - 1)
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(frame)
        bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at)
        const theirs = judge(bytes)
        const ours = await decode(decoder, bytes).catch((error: unknown) => error)
        if (theirs === undefined) expect(ours).toBeInstanceOf(DecompressError)
        else if (!(ours instanceof DecompressError))
          expect(theirs.equals(ours as Buffer)).toBe(true)
      }),
      {
        numRuns: 60,
        examples: [
          [frame.length - 1, 1],
          [frame.length >> 1, 64],
        ],
      },
    )
  })

  test('tells what it does not take from what is damaged', async () => {
    const frame = zstd(content)
    // Window descriptor 0xff, no content size.
    const wide = Buffer.concat([Buffer.from('28b52ffd00ff', 'hex'), Buffer.from('010000', 'hex')])
    const cases: [Buffer, string][] = [
      [wide, 'ERR_DECOMPRESS_UNSUPPORTED'],
      [Buffer.concat([frame, Buffer.from('garbage')]), 'ERR_DECOMPRESS_CORRUPT'],
      [frame.subarray(0, -1), 'ERR_DECOMPRESS_TRUNCATED'],
      [Buffer.concat([frame, frame.subarray(0, 3)]), 'ERR_DECOMPRESS_TRUNCATED'],
    ]
    for (const [bytes, code] of cases) {
      expect(judge(bytes)).toBeUndefined()
      expect(await failure(decoder, bytes)).toMatchObject({ code, compression: 'zstd' })
    }
  })
})
