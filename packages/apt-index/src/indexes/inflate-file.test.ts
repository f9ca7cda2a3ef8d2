import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeXz } from '@apt2ostree/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { InflateWorkers } from '../inflate-workers.js'
import { inflateFile, threadedBytes } from './inflate-file.js'

const folder = mkdtempSync(join(tmpdir(), 'inflate-'))
const source = join(folder, 'source')
const target = join(folder, 'target')

const content = Buffer.alloc(15_000_000)
for (let at = 0; at < content.length; at += 4)
  content.writeUInt32LE(Math.imul(at, 0x9e3779b1) >>> 0, at)

afterAll(() => rmSync(folder, { recursive: true }))

async function inflate(compressed: Buffer, size = compressed.length, maxBytes = content.length) {
  writeFileSync(source, compressed)
  writeFileSync(target, '')
  const workers = new InflateWorkers()
  const chunks: Buffer[] = []
  try {
    for await (const chunk of inflateFile({ source, size, target, maxBytes, workers })) {
      chunks.push(Buffer.from(chunk))
    }
    return Buffer.concat(chunks)
  } finally {
    await workers.close()
  }
}

describe.each([
  { way: 'several blocks on several threads', compressed: storeXz(content, 5_000_000) },
  { way: 'one block on one thread', compressed: storeXz(content) },
  { way: 'none in this thread', compressed: storeXz(content, 5_000_000), size: threadedBytes - 1 },
])('a file of $way', ({ compressed, size = compressed.length }) => {
  it('gives its content, in order and in the target', { timeout: 30_000 }, async () => {
    expect((await inflate(compressed, size)).equals(content)).toBe(true)
    expect(readFileSync(target).equals(content)).toBe(true)
  })

  it('is bounded', async () => {
    const failure = inflate(compressed, size, content.length - 1)
    await expect(failure).rejects.toMatchObject({
      code: 'ERR_DECOMPRESS_TOO_LARGE',
      message: expect.stringContaining(`the content is over ${content.length - 1} bytes`),
    })
  })

  it('is refused when its last block is damaged', async () => {
    const bad = Buffer.from(compressed)
    const at = bad.length - 1000
    bad[at] = (bad[at] ?? 0) ^ 1
    await expect(inflate(bad, size)).rejects.toMatchObject({ code: 'ERR_DECOMPRESS_CORRUPT' })
  })
})

it('says what a thread could not do, and what is asked of it too late', async () => {
  writeFileSync(source, storeXz(content))
  const workers = new InflateWorkers()
  const options = { source, size: threadedBytes, target: folder, maxBytes: 1, workers }
  await expect(inflateFile(options).next()).rejects.toMatchObject({ code: 'EISDIR' })
  await workers.close()
  await expect(inflateFile(options).next()).rejects.toThrow('the threads were ended')
})
