import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Compression, DecompressError, decompress, sniffCompression } from './index.js'

const numbers = Array.from({ length: 20000 }, (_, index) => `${index + 1}\n`).join('')
const fixture = (extension: string): Buffer =>
  readFileSync(new URL(`../test/fixtures/numbers.${extension}`, import.meta.url))
const samples: readonly (readonly [Compression, Buffer])[] = [
  ['xz', fixture('xz')],
  ['zstd', fixture('zst')],
  ['gzip', fixture('gz')],
  ['bzip2', fixture('bz2')],
  ['none', Buffer.from(numbers)],
]
const compressed = samples.filter(([compression]) => compression !== 'none')

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const failure = async (stream: AsyncIterable<Uint8Array>): Promise<DecompressError> => {
  const error: unknown = await collect(stream).then(
    () => undefined,
    (reason) => reason,
  )
  if (error instanceof DecompressError) return error
  throw new Error('expected a DecompressError', { cause: error })
}

describe.each(samples)('%s', (compression, bytes) => {
  test('is recognised by its first bytes', () => {
    expect(sniffCompression(bytes)).toBe(compression)
  })

  test('is undone whatever the size of the chunks it comes in', { timeout: 60_000 }, async () => {
    const sizes = fc.integer({ min: 1, max: bytes.length })
    await fc.assert(
      fc.asyncProperty(sizes, async (size) => {
        expect((await collect(decompress(inChunks(bytes, size)))).toString()).toBe(numbers)
      }),
      { numRuns: 20 },
    )
  })

  test('is bounded', async () => {
    const maxBytes = numbers.length
    await collect(decompress(inChunks(bytes, 4096), { maxBytes }))
    const error = await failure(decompress(inChunks(bytes, 4096), { maxBytes: maxBytes - 1 }))
    expect(error.code).toBe('ERR_DECOMPRESS_TOO_LARGE')
    expect(error.message).toContain(`the content is over ${maxBytes - 1} bytes`)
  })

  test('passes on an error of its source', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 100)
      throw new Error('disk on fire')
    }
    await expect(collect(decompress(failing()))).rejects.toThrow('disk on fire')
  })

  test('releases its source when the consumer stops early', async () => {
    let released = false
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield bytes.subarray(0, 1000)
        yield bytes.subarray(1000)
      } finally {
        released = true
      }
    }
    for await (const _ of decompress(source())) break
    expect(released).toBe(true)
  })
})

/** Around the sizes of buffers in the decoders, in Node's streams and in the formats. */
const edges = [0, 1, 10, 1000, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 100_000, 262_145]
const compressors: readonly (readonly [Compression, string])[] = [
  ['xz', 'xz'],
  ['gzip', 'gzip'],
  ['zstd', 'zstd'],
  ['bzip2', 'bzip2'],
]
const isThere = (program: string) =>
  spawnSync(program, ['--version'], { input: '' }).error === undefined

describe.each(compressors.filter(([, program]) => isThere(program)))(
  '%s',
  (_compression, program) => {
    test('is undone whatever the size of its content', { timeout: 60_000 }, async () => {
      for (const [index, size] of edges.entries()) {
        const content = randomBytes(size)
        const { stdout } = spawnSync(program, ['-c'], { input: content, maxBuffer: 1 << 20 })
        const chunkSize = [stdout.length, 1000, 65_536][index % 3] ?? 1
        const undone = await collect(decompress(inChunks(stdout, chunkSize)))
        expect(undone.equals(content), `${program} of ${size} bytes`).toBe(true)
      }
    })
  },
)

test('what xz has and the decoder has not is told from damage', { timeout: 60_000 }, async () => {
  const unsupported = [
    ['--check=sha256'],
    ['--delta', '--lzma2'],
    ['--arm', '--lzma2'],
    ['--lzma2=dict=128MiB'],
  ]
  for (const options of unsupported) {
    const { stdout } = spawnSync('xz', ['-c', ...options], { input: numbers, maxBuffer: 1 << 20 })
    if (stdout === null) return
    const error = await failure(decompress(inChunks(stdout, 4096)))
    expect(error.code, options.join(' ')).toBe('ERR_DECOMPRESS_UNSUPPORTED')
  }
})

describe.each(compressed)('%s', (compression, bytes) => {
  test('may consist of several streams, one after another', async () => {
    const content = await collect(decompress(inChunks(Buffer.concat([bytes, bytes]), 1000)))
    expect(content.toString()).toBe(numbers + numbers)
  })

  test('that ends early is an error that names the offset, wherever it ends', async () => {
    const lengths = fc.integer({ min: 6, max: bytes.length - 1 })
    const lastBytes = Array.from({ length: 40 }, (_, index) => index + 1)
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        const error = await failure(decompress(inChunks(bytes.subarray(0, length), 4096)))
        expect(error).toMatchObject({
          code: 'ERR_DECOMPRESS_TRUNCATED',
          compression,
          offset: length,
          message: `cannot decompress ${compression} data: the data ends early (offset ${length})`,
        })
      }),
      { numRuns: 40, examples: lastBytes.map((count) => [bytes.length - count]) },
    )
  })
})

const corruptions: readonly { summary: string; bytes: Buffer; code: string }[] = [
  {
    summary: 'an xz block with a flipped byte',
    bytes: withFlippedByte(fixture('xz'), 3000),
    code: 'ERR_DECOMPRESS_CORRUPT',
  },
  {
    summary: 'gzip data with a flipped byte in its checksum',
    bytes: withFlippedByte(fixture('gz'), fixture('gz').length - 6),
    code: 'ERR_DECOMPRESS_CORRUPT',
  },
  {
    summary: 'a zstd frame with a reserved block type',
    bytes: Buffer.from([
      0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0x07, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]),
    code: 'ERR_DECOMPRESS_CORRUPT',
  },
  {
    summary: 'a bzip2 block with a flipped byte',
    bytes: withFlippedByte(fixture('bz2'), 5000),
    code: 'ERR_DECOMPRESS_CORRUPT',
  },
  {
    summary: 'xz followed by something else',
    bytes: Buffer.concat([fixture('xz'), gzipSync('x')]),
    code: 'ERR_DECOMPRESS_CORRUPT',
  },
]

test.each(corruptions)('$summary is an error', async ({ bytes, code }) => {
  const error = await failure(decompress(inChunks(bytes, 4096)))
  expect(error.code).toBe(code)
  expect(error.message).toMatch(/^cannot decompress \w+ data: .* \(offset \d+\)$/)
})

test('lzma is refused by name', async () => {
  const error = await failure(decompress(inChunks(fixture('lzma'), 4096)))
  expect(error.code).toBe('ERR_DECOMPRESS_UNSUPPORTED')
  expect(error.compression).toBe('lzma')
})

test('several xz streams can be undone at the same time', async () => {
  const all = await Promise.all(
    Array.from({ length: 4 }, () => collect(decompress(inChunks(fixture('xz'), 64)))),
  )
  expect(all.every((content) => content.toString() === numbers)).toBe(true)
})

test('no data is no data', async () => {
  expect(await collect(decompress(inChunks(Buffer.alloc(0), 1)))).toHaveLength(0)
})

function withFlippedByte(bytes: Buffer, offset: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(offset) ^ 0xff, offset)
  return copy
}

test('streams begun while others are read leave those alone: their engines share one memory', async () => {
  const bytes = Buffer.concat([...Array(3)].map(() => fixture('xz')))
  const decode = async (turns: number) => {
    const chunks: Uint8Array[] = []
    for (let turn = 0; turn < turns; turn++) await setImmediate()
    for await (const chunk of decompress(inChunks(bytes, 4096))) {
      chunks.push(chunk)
      await setImmediate()
    }
    return Buffer.concat(chunks).toString() === numbers.repeat(3)
  }
  const decoded = await Promise.all([...Array(12)].map((_, index) => decode(index)))
  expect(decoded).toEqual(decoded.map(() => true))
})
