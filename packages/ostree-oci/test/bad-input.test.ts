import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fsck, walkTree } from '@apt2ostree/ostree-repo'
import { buildTar, type TarItem } from '@apt2ostree/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportImage } from '../src/export-image.js'
import { importImage } from '../src/import-image.js'
import { extractArchive } from '../src/layout/archive.js'
import type { Layout } from '../src/layout/layout.js'
import { openLayout, openOrInitLayout } from '../src/layout/layout.js'
import { commitSystem, makeSample, sampleSystem } from './sample.js'

const { folder, repo, remove } = makeSample()
let rev: string
let counter = 0

beforeAll(async () => {
  rev = await commitSystem(repo, 'system', sampleSystem)
})
afterAll(remove)

/** What the tests say of a blob when they lie. */
interface Lies {
  readonly digest?: string
  readonly size?: number
  readonly mediaType?: string
  readonly diffId?: string
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Writes a layout of one image whose layers are these tars, with lies about the last of them. */
async function layoutOf(tars: readonly Buffer[], lies: Lies = {}): Promise<Layout> {
  const layout = await openOrInitLayout(join(folder, `bad-${counter++}`))
  const put = (bytes: Buffer) => {
    writeFileSync(join(layout.path, 'blobs/sha256', sha256(bytes)), bytes)
    return { digest: `sha256:${sha256(bytes)}`, size: bytes.length }
  }
  const json = (value: unknown) => put(Buffer.from(JSON.stringify(value)))
  const last = tars.length - 1
  const layers = tars.map((tar, index) => {
    const { diffId: _, ...lie } = lies
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'
    return { mediaType, ...put(gzipSync(tar)), ...(index === last && lie) }
  })
  const ids = tars.map((tar, index) =>
    index === last && lies.diffId !== undefined ? lies.diffId : `sha256:${sha256(tar)}`,
  )
  const config = json({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: ids },
  })
  const manifest = json({
    schemaVersion: 2,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers,
  })
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  writeFileSync(
    join(layout.path, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType, ...manifest }] }),
  )
  return layout
}

const tar = (...items: TarItem[]) => buildTar(items)
const file = (path: string, content = 'x') => ({ path, content })

async function expectRefused(layout: Layout, reason: RegExp): Promise<void> {
  const before = readdirSync(join(repo.path, 'refs/heads'))
  await expect(importImage({ repo, layout, branch: 'bad' })).rejects.toThrow(reason)
  expect(readdirSync(join(repo.path, 'refs/heads'))).toEqual(before)
  expect(readdirSync(join(repo.path, 'tmp')).filter((name) => name !== 'cache')).toEqual([])
}

describe('an image is refused', () => {
  const other = `sha256:${'0'.repeat(64)}`
  it.each([
    {
      summary: 'with a blob that is not there',
      lies: { digest: other },
      reason: /has no such blob/,
    },
    { summary: 'with a shorter blob', lies: { size: 10_000 }, reason: /has \d+ of 10000 bytes/ },
    { summary: 'with a longer blob', lies: { size: 10 }, reason: /has more than 10 bytes/ },
    { summary: 'with another tar', lies: { diffId: other }, reason: /its tar is sha256:\w+, not/ },
    { summary: 'of another algorithm', lies: { digest: 'sha512:00' }, reason: /not a SHA-256/ },
    {
      summary: 'with a digest that is a path',
      lies: { digest: 'sha256:../../oci-layout' },
      reason: /not a SHA-256/,
    },
    {
      summary: 'with layers of another kind',
      lies: { mediaType: 'application/x-squashfs' },
      reason: /media type "application\/x-squashfs"/,
    },
  ])('$summary', async ({ lies, reason }) => {
    await expectRefused(await layoutOf([tar(file('./a'))], lies), reason)
  })

  it.each([
    { summary: 'that climbs', items: [file('../../etc/passwd')], reason: /"\.\." as a file name/ },
    {
      summary: 'that goes through a link',
      items: [{ path: 'l', type: 'symlink' as const, target: '/etc' }, file('l/passwd')],
      reason: /there is a file/,
    },
    {
      summary: 'that takes away what is not there',
      items: [file('.wh.gone')],
      reason: /takes away "gone"/,
    },
    {
      summary: 'with a hard link to nowhere',
      items: [{ path: 'h', type: 'link' as const, target: 'no' }],
      reason: /hard link to "no"/,
    },
    {
      summary: 'with a fifo',
      items: [{ path: 'f', type: 'fifo' as const }],
      reason: /neither file, directory nor link/,
    },
    {
      summary: 'with a name that is not UTF-8',
      items: [file(Buffer.from([0x61, 0xff]).toString('latin1'))],
      reason: /not UTF-8/,
    },
  ])('with a layer $summary', async ({ items, reason }) => {
    await expectRefused(await layoutOf([tar(...items)]), reason)
  })

  it('with a tar that ends early', async () => {
    const whole = tar(file('./a', 'x'.repeat(2000)))
    await expectRefused(await layoutOf([whole.subarray(0, 1024)]), /truncated|ends/)
  })

  it('with a byte that changed on the disk', async () => {
    const layout = await openOrInitLayout(join(folder, 'flipped'))
    await exportImage({ repo, rev, layout, tag: 'v1' })
    const blobs = join(layout.path, 'blobs/sha256')
    for (const name of readdirSync(blobs)) {
      const good = readFileSync(join(blobs, name))
      const bad = Buffer.from(good)
      const middle = Math.floor(bad.length / 2)
      bad.writeUInt8((bad[middle] ?? 0) ^ 1, middle)
      writeFileSync(join(blobs, name), bad)
      await expectRefused(layout, /./)
      writeFileSync(join(blobs, name), good)
    }
    await importImage({ repo, layout, branch: 'good' })
    expect((await fsck(repo)).problems).toEqual([])
  })
})

describe('layers over each other', () => {
  it.each([
    { summary: 'take away', above: [file('d/.wh.a')], left: ['/d', '/d/b'] },
    { summary: 'take away a folder', above: [file('.wh.d')], left: [] },
    {
      summary: 'empty a folder before they fill it',
      above: [file('d/.wh..wh..opq'), file('d/c')],
      left: ['/d', '/d/c'],
    },
    {
      summary: 'empty a folder after they filled it',
      above: [file('d/c'), file('d/.wh..wh..opq')],
      left: ['/d', '/d/c'],
    },
    { summary: 'put a file in place of a folder', above: [file('d')], left: ['/d'] },
    {
      summary: 'put a folder in place of a file',
      above: [{ path: 'd/a/' }, file('d/a/x')],
      left: ['/d', '/d/a', '/d/a/x', '/d/b'],
    },
    {
      summary: 'link to what is below',
      above: [{ path: 'l', type: 'link' as const, target: 'd/a' }],
      left: ['/d', '/d/a', '/d/b', '/l'],
    },
  ])('$summary', async ({ above, left }) => {
    const below = tar({ path: 'd/', mode: 0o750 }, file('d/a'), file('d/b'))
    const layout = await layoutOf([below, tar(...above)])
    const commit = await importImage({ repo, layout, branch: 'layered' })
    const paths = [...walkTree(repo, repo.readRoot(commit))].map(({ path }) => path)
    expect(paths.filter((path) => path !== '/').sort()).toEqual(left)
  })
})

describe('a layout is refused', () => {
  it.each([
    { summary: 'that is an empty folder', files: {}, reason: /is no OCI image layout/ },
    {
      summary: 'of another version',
      files: { 'oci-layout': '{"imageLayoutVersion":"2.0.0"}' },
      reason: /version is "2\.0\.0"/,
    },
    { summary: 'whose mark is not JSON', files: { 'oci-layout': 'x' }, reason: /version is "x"/ },
  ])('$summary', async ({ files, reason }) => {
    const path = join(folder, `layout-${counter++}`)
    mkdirSync(path)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
    await expect(openLayout(path)).rejects.toThrow(reason)
  })

  it.each([
    { summary: 'is not JSON', text: '{', reason: /it is not JSON/ },
    { summary: 'has no manifests', text: '{"schemaVersion":2}', reason: /no list of manifests/ },
    { summary: 'has no image', text: '{"manifests":[]}', reason: /there is none/ },
  ])('whose index $summary', async ({ text, reason }) => {
    const layout = await openOrInitLayout(join(folder, `index-${counter++}`))
    writeFileSync(join(layout.path, 'index.json'), text)
    await expectRefused(layout, reason)
  })

  it('that is an archive of something else', async () => {
    const chunks = async function* () {
      yield Buffer.from('no tar at all'.repeat(100))
    }
    await expect(extractArchive(chunks(), join(folder, 'no-archive'))).rejects.toThrow(
      /no whole tar/,
    )
  })
})

it('moves no tag unless told to', async () => {
  const layout = await openOrInitLayout(join(folder, 'tagged'))
  await exportImage({ repo, rev, layout, tag: 'v1' })
  const other = await commitSystem(repo, 'other', sampleSystem.slice(0, 3))
  await expect(exportImage({ repo, rev: other, layout, tag: 'v1' })).rejects.toThrow(
    /cannot tag an image "v1"/,
  )
  await exportImage({ repo, rev: other, layout, tag: 'v1', replace: true })
  await exportImage({ repo, rev: other, layout, tag: 'v1' })
})

it('exports no tree that only ostree deploys', async () => {
  const deployable = await commitSystem(repo, 'deployable', [], {
    extra: { 'usr/etc/passwd': 'x' },
  })
  const layout = await openOrInitLayout(join(folder, 'deployable'))
  await expect(exportImage({ repo, rev: deployable, layout, tag: 'v1' })).rejects.toThrow(
    /\/usr\/etc/,
  )
})
