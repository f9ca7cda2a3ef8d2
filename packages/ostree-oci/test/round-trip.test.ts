import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseChecksum } from '@apt2ostree/ostree-repo'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportImage } from '../src/export-image.js'
import { importImage } from '../src/import-image.js'
import { archiveLayout, extractArchive } from '../src/layout/archive.js'
import type { LayerCompression } from '../src/layout/compress.js'
import { findImage } from '../src/layout/find-image.js'
import { openOrInitLayout } from '../src/layout/layout.js'
import { commitSystem, makeSample, sampleSystem } from './sample.js'

const { folder, repo, remove } = makeSample()
const layoutAt = (name: string) => openOrInitLayout(join(folder, name))
let rev: string

beforeAll(async () => {
  rev = await commitSystem(repo, 'system', sampleSystem)
})
afterAll(remove)

const rootOf = (commit: string) => repo.readCommit(parseChecksum(commit))
const blobs = (name: string) =>
  Object.fromEntries(
    readdirSync(join(folder, name, 'blobs/sha256')).map((blob) => [
      blob,
      statSync(join(folder, name, 'blobs/sha256', blob)).ino,
    ]),
  )

describe.each<LayerCompression>(['gzip', 'none'])('an image of %s layers', (compression) => {
  it('is the tree that it was made of', async () => {
    const layout = await layoutAt(compression)
    await exportImage({ repo, rev, layout, tag: 'v1', compression })
    const commit = await importImage({ repo, layout, branch: compression })
    const { rootTree, rootMeta } = rootOf(rev)
    expect(rootOf(commit)).toMatchObject({ rootTree, rootMeta, timestamp: 1_700_000_000 })
  })
})

it('is the same wherever, and with however many layers at a time, it is made', async () => {
  const one = await exportImage({ repo, rev, layout: await layoutAt('one'), tag: 'v1', jobs: 1 })
  const two = await exportImage({ repo, rev, layout: await layoutAt('two'), tag: 'v1', jobs: 4 })
  expect(two).toEqual(one)
  expect(Object.keys(blobs('two'))).toEqual(Object.keys(blobs('one')))
})

it('keeps the layers that an image before it has', async () => {
  const layout = await layoutAt('updated')
  await exportImage({ repo, rev, layout, tag: 'v1' })
  const before = blobs('updated')
  const updated = sampleSystem.map((each) =>
    each.name === 'web' ? { ...each, files: { ...each.files, 'usr/sbin/web': 'web 2\n' } } : each,
  )
  const isNew: Record<string, boolean> = {}
  await exportImage({
    ...{ repo, layout, tag: 'v2', rev: await commitSystem(repo, 'updated', updated) },
    onLayer: (layer) => {
      isNew[layer.name] = layer.isNew
    },
  })
  expect(isNew).toEqual({ 'base/dpkg': false, 'base+0': false, 'more/web': true, rest: false })
  const after = blobs('updated')
  expect(Object.keys(before).every((blob) => after[blob] === before[blob])).toBe(true)
  // a layer, a configuration, a manifest
  expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 3)
})

it('has equal layers in an image of other packages', async () => {
  const layout = await layoutAt('other')
  await exportImage({ repo, rev, layout, tag: 'web' })
  const other = [
    ...sampleSystem.slice(0, 2),
    { name: 'mail', kib: 3000, files: { 'usr/sbin/mail': 'mail\n' } },
  ]
  const kept: string[] = []
  await exportImage({
    ...{ repo, layout, tag: 'mail', rev: await commitSystem(repo, 'other', other) },
    onLayer: ({ name, isNew }) => void (isNew || kept.push(name)),
  })
  expect(kept.sort()).toEqual(['base+0', 'base/dpkg'])
})

it('names who it is for, and what each layer holds', async () => {
  const layout = await layoutAt('described')
  const bootable = await commitSystem(repo, 'bootable', sampleSystem, {
    bootable: true,
    extra: { 'usr/lib/modules/6.1/vmlinuz': 'kernel\n' },
  })
  const settings = { cmd: ['web'], 'exposed-ports': ['80'], env: ['A=b'], labels: { team: 'x' } }
  await exportImage({ repo, rev: bootable, layout, tag: 'v1', settings })
  const { manifest, config } = await findImage(layout, { tag: 'v1' })
  expect(config).toMatchObject({
    architecture: 'amd64',
    os: 'linux',
    created: '2023-11-14T22:13:20Z',
    config: {
      Cmd: ['web'],
      Env: [expect.stringMatching(/^PATH=/), 'A=b'],
      ExposedPorts: { '80/tcp': {} },
      Labels: { 'containers.bootc': '1', 'ostree.bootable': 'true', team: 'x' },
    },
  })
  expect(manifest.layers.map(({ annotations }) => annotations?.['ostree.components'])).toEqual([
    'libz',
    'dpkg',
    'web,web-doc',
    undefined,
    undefined,
  ])
  expect(config.history?.map(({ created_by }) => created_by)).toEqual(
    ['base+0', 'base/dpkg', 'more/web', 'kernel', 'rest'].map((name) => `ostree-oci: ${name}`),
  )
})

it('travels as one file', async () => {
  const layout = await layoutAt('archived')
  const { digest } = await exportImage({ repo, rev, layout, tag: 'v1' })
  const extracted = await extractArchive(archiveLayout(layout), join(folder, 'extracted'))
  expect((await findImage(extracted)).descriptor.digest).toBe(digest)
  expect(readFileSync(join(folder, 'extracted/index.json'))).toEqual(
    readFileSync(join(folder, 'archived/index.json')),
  )
})
