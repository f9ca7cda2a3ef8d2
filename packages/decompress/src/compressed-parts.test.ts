import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { DecompressError, decompress, openPart, splitCompressed } from './index.js'

const folder = mkdtempSync(join(tmpdir(), 'compressed-parts-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../test/fixtures/${name}`, import.meta.url))
const zeros = Buffer.alloc(12 << 20)

/** The content of each part of a file, where the parts say that it belongs. */
async function contents(bytes: Uint8Array): Promise<{ starts: number[]; content: Buffer }> {
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  const starts: number[] = []
  const chunks: Uint8Array[] = []
  for (const part of await splitCompressed(path)) {
    starts.push(part.contentStart)
    const before = chunks.reduce((sum, { length }) => sum + length, 0)
    expect(before).toBe(part.contentStart)
    for await (const chunk of decompress(openPart(path, part))) chunks.push(chunk)
  }
  return { starts, content: Buffer.concat(chunks) }
}

test('an .xz file of several blocks has parts of at least 4 MiB', async () => {
  const { starts, content } = await contents(fixture('zero-blocks.xz'))
  expect(starts).toEqual([0, 4 << 20, 8 << 20])
  expect(content.equals(zeros)).toBe(true)
})

test.each(['numbers.xz', 'numbers.zst', 'numbers.gz', 'numbers.bz2'])(
  '%s is one part',
  async (name) => {
    const { starts, content } = await contents(fixture(name))
    expect(starts).toEqual([0])
    expect(content.toString()).toMatch(/^1\n2\n(.*\n)*20000\n$/)
  },
)

test.each([
  {
    summary: 'two streams',
    bytes: [fixture('zero-blocks.xz'), fixture('zero-blocks.xz')],
    size: 2 * zeros.length,
  },
  { summary: 'padding', bytes: [fixture('zero-blocks.xz'), Buffer.alloc(8)], size: zeros.length },
  { summary: 'nothing', bytes: [], size: 0 },
])('$summary is one part', async ({ bytes, size }) => {
  const { starts, content } = await contents(Buffer.concat(bytes))
  expect({ starts, size: content.length }).toEqual({ starts: [0], size })
})

test('damage anywhere is found, or does no harm', { timeout: 60_000 }, async () => {
  const good = fixture('zero-blocks.xz')
  const place = fc.integer({ min: 0, max: good.length - 1 })
  await fc.assert(
    fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const bad = Buffer.from(good)
      bad[at] = (bad[at] ?? 0) ^ change
      const content = await contents(bad).then(
        (read) => read.content,
        (error: unknown) => error,
      )
      if (at < 6) expect(content).toEqual(bad)
      else expect(content).toBeInstanceOf(DecompressError)
    }),
    { numRuns: 15 },
  )
})
