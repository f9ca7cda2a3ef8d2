import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseLockfile } from '@apt2ostree/lockfile'
import { readTreefile } from '@apt2ostree/treefile'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LockedImage } from './locked-image.js'
import { withBase } from './with-base.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'with-base-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function lockText(packages: readonly string[]): string {
  return packages
    .map((name) => {
      const sha256 = Buffer.from(name).toString('hex').padEnd(64, '0')
      const fields = `Package: ${name}\nVersion: 1\nArchitecture: amd64\nFilename: ${name}.deb`
      return `${fields}\nSize: 1\nSHA256: ${sha256}\n`
    })
    .join('\n')
}

/** Writes image.yaml files and, by names of packages, their lockfiles; finds the base of `top`. */
async function find(
  images: Readonly<Record<string, { include?: string[]; lock?: readonly string[] }>>,
) {
  for (const [name, { include, lock }] of Object.entries(images)) {
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify({ include: include ?? [] }))
    if (lock !== undefined) writeFileSync(join(folder, `${name}.lock`), lockText(lock))
  }
  const told: string[] = []
  const image = await readTreefile(join(folder, 'top.yaml'))
  const lock = parseLockfile(lockText(['a', 'b', 'c']))
  const found = await withBase(image, lock, { verbose: (message) => told.push(message) })
  return { chain: chainOf(found), told }
}

function chainOf({ image, base }: LockedImage): string[] {
  return [image.name, ...(base === undefined ? [] : chainOf(base))]
}

it.each([
  { summary: 'no include', images: { top: {} }, chain: ['top'] },
  {
    summary: 'an include without a lockfile',
    images: { top: { include: ['part.yaml'] }, part: {} },
    chain: ['top'],
  },
  {
    summary: 'an include with one, which has a base itself',
    images: {
      top: { include: ['middle.yaml'] },
      middle: { include: ['low.yaml'], lock: ['a', 'b'] },
      low: { lock: ['a'] },
    },
    chain: ['top', 'middle', 'low'],
  },
  {
    summary: 'what an include without one includes',
    images: {
      top: { include: ['part.yaml'] },
      part: { include: ['low.yaml'] },
      low: { lock: ['a'] },
    },
    chain: ['top', 'low'],
  },
])('$summary', async ({ images, chain }) => {
  expect(await find(images)).toEqual({ chain, told: [] })
})

it('says why an include is no base, and takes the next', async () => {
  const { chain, told } = await find({
    top: { include: ['old.yaml', 'low.yaml'] },
    old: { lock: ['a', 'other'] },
    low: { lock: ['a'] },
  })
  expect(chain).toEqual(['top', 'low'])
  expect(told).toEqual([`top is not built on "${folder}/old.yaml": other 1 is not in the lockfile`])
})
