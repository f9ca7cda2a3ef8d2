import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DebError } from '@apt2ostree/deb-ar'
import { type Checksum, type Repo, Variant } from '@apt2ostree/ostree-repo'
import { buildDeb, type DebOptions } from '@apt2ostree/testkit'
import { createTestRepo, readTreeLiteral } from '@apt2ostree/testkit/tree'
import { describe, expect, onTestFinished, test } from 'vitest'
import { importDebs, LayerError } from '../src/index.js'
import { buildPool, unpackPool } from './unpack-debs.js'

function writeDeb(deb: DebOptions | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'deb2ostree-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'x.deb')
  writeFileSync(path, Buffer.isBuffer(deb) ? deb : buildDeb(deb))
  return path
}

describe('what is no layer of this layout counts as absent:', () => {
  const change =
    (metadata: Record<string, string>) => (repo: Repo, commit: Checksum, ref: string) =>
      repo.transaction((tx) => {
        const old = repo.readCommit(commit)
        const said = Object.entries(metadata).map(
          ([key, text]) => [key, Variant.string(text)] as const,
        )
        tx.setRef(ref, tx.writeCommit({ ...old, metadata: new Map([...old.metadata, ...said]) }))
      })
  test.each([
    { summary: 'an older layout', spoil: change({ 'deb.layout': '1-usrmerge' }) },
    { summary: 'another layout of /usr', spoil: change({ 'deb.layout': '2' }) },
    { summary: 'another package', spoil: change({ 'deb.sha256': 'ab'.repeat(32) }) },
    {
      summary: 'a commit that a pull left partial',
      spoil: (repo: Repo, commit: Checksum) =>
        writeFileSync(join(repo.path, 'state', `${commit}.commitpartial`), ''),
    },
  ])('$summary', async ({ spoil }) => {
    const pool = buildPool([{ fields: { Package: 'a' }, files: [{ path: './' }, { path: './a' }] }])
    const [fresh, old] = [createTestRepo(), createTestRepo()]
    const expected = await unpackPool(fresh, pool)
    const before = await unpackPool(old, pool)
    const layer = before.layers.find(({ ref }) => ref.startsWith('deb/pool/'))
    await spoil(old, layer?.commit as Checksum, layer?.ref ?? '')
    expect(await unpackPool(old, pool)).toEqual(expected)
    expect(expected.layers.every(({ commit }) => old.hasCommit(commit))).toBe(true)
    const [imported] = await importDebs(old, pool.paths, { jobs: 1, usrMerge: true })
    expect(imported?.commit).toBe(layer?.commit)
  })
})

describe('an error is of its class, whatever thread threw it:', () => {
  const large = [
    { path: './large', content: new Uint8Array(1 << 20).map((_, i) => (i * 7919) >> 3) },
  ]
  test.each([
    { summary: 'here', files: [] },
    { summary: 'in a thread', files: large },
  ])('$summary', async ({ files }) => {
    const repo = createTestRepo()
    const bad = writeDeb({ fields: { Package: '../x' }, files, compression: 'none' })
    const damaged = writeDeb(buildDeb({ files, compression: 'none' }).subarray(0, -300))
    const run = (path: string) => importDebs(repo, [path], { jobs: 1, usrMerge: true })
    await expect(run(bad)).rejects.toThrow(LayerError)
    await expect(run(bad)).rejects.toMatchObject({ code: 'ERR_LAYER_UNSUPPORTED' })
    await expect(run(damaged)).rejects.toThrow(DebError)
  })
})

test.each([
  { summary: 'a name with a slash', deb: { fields: { Package: 'foo/bar' } } },
  { summary: 'an architecture with a slash', deb: { fields: { Architecture: '../all' } } },
])('refuses $summary', async ({ deb }) => {
  const path = writeDeb(deb)
  await expect(
    importDebs(createTestRepo(), [path], { jobs: 1, usrMerge: true }),
  ).rejects.toMatchObject({ code: 'ERR_LAYER_UNSUPPORTED' })
})

test('owners that some package makes are kept by name', async () => {
  const repo = createTestRepo()
  const path = writeDeb({
    controlFiles: { conffiles: '/etc/key\n' },
    files: [
      { path: './' },
      { path: './etc/', userName: 'root', groupName: 'root' },
      { path: './etc/key', mode: 0o4640, userName: 'svc', groupName: 'man', content: 'x' },
      { path: './lib/', userName: 'root', groupName: 'svc' },
      { path: './lib/x', target: 'y', userName: 'svc', groupName: '' },
    ],
  })
  const [layer] = await importDebs(repo, [path], { jobs: 1, usrMerge: true })
  const { rootTree: tree, rootMeta: meta } = repo.readCommit(layer?.commit as Checksum)
  expect(readTreeLiteral(repo, { tree, meta })).toMatchObject({
    '/etc/key.dpkg-new': '[4640 0:12] x',
    '/var/lib/dpkg/owners/test':
      'svc\t-\t4640\t/etc/key.dpkg-new\n-\tsvc\t755\t/usr/lib\nsvc\t-\t-\t/usr/lib/x\n',
  })
})
