import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lockfile } from '@apt2ostree/lockfile'
import { serveArchive } from '@apt2ostree/testkit'
import { createTestRepo } from '@apt2ostree/testkit/tree'
import { expect, onTestFinished, test } from 'vitest'
import { unpackLock } from '../src/index.js'
import { buildPool } from './unpack-debs.js'

/** A lock of packages at these paths of an archive, served, and an empty folder for a pool. */
async function serve(filenames: readonly string[]) {
  const pool = buildPool(filenames.map((_, index) => ({ fields: { Package: `p${index}` } })))
  const packages = pool.lock.packages.map((pkg, index) => ({
    ...pkg,
    filename: filenames[index] ?? '',
  }))
  const lock: Lockfile = { ...pool.lock, packages }
  const files = packages.map(
    ({ filename }, index) => [filename, readFileSync(pool.paths[index] ?? '')] as const,
  )
  const server = await serveArchive(new Map(files))
  onTestFinished(() => server.close())
  const directory = mkdtempSync(join(tmpdir(), 'deb2ostree-pool-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const archives = async () => ({ mirrors: [server.uri], sources: [] })
  const unpack = () => unpackLock(createTestRepo(), lock, { jobs: 2, archives, pool: directory })
  return { directory, unpack, files, server }
}

test('two archive paths with one file name are two files', async () => {
  const { unpack } = await serve(['pool/a/package.deb', 'pool/b/package.deb'])
  expect((await unpack()).layers).toHaveLength(3)
  expect((await unpack()).layers).toHaveLength(3)
})

test.each([
  { summary: 'wrong content', spoil: (bytes: Buffer) => Buffer.alloc(bytes.length) },
  { summary: 'another size', spoil: () => Buffer.from('short') },
])('a file of $summary is fetched once more, and kept for whom it is right', async ({ spoil }) => {
  const { directory, unpack, files } = await serve(['pool/a.deb'])
  const [, bytes = Buffer.alloc(0)] = files[0] ?? []
  writeFileSync(join(directory, 'a.deb'), spoil(bytes))
  expect((await unpack()).layers).toHaveLength(2)
  expect(readFileSync(join(directory, 'a.deb'))).toEqual(spoil(bytes))
  expect((await unpack()).layers).toHaveLength(2)
})
