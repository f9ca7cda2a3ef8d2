import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initRepo, type Repo, requirePath, walkTree } from '@apt2ostree/ostree-repo'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commitLayer } from '../test/layer-repo.js'
import { readLayers } from './read-layers.js'
import { digestOfLayers, UNION_DIGEST_KEY, unionLayers } from './union-layers.js'

const hasOstree = spawnSync('ostree', ['--version']).status === 0

let repo: Repo
beforeEach(() => {
  repo = initRepo(mkdtempSync(join(tmpdir(), 'union-')), 'archive')
})
afterEach(() => rmSync(repo.path, { recursive: true }))

const paths = (rev: string) =>
  [...walkTree(repo, repo.readRoot(repo.resolveRev(rev)))].map(({ path }) => path)

describe('unionLayers', () => {
  it('commits all layers, with what the database layer says, and moves the branch', async () => {
    await commitLayer(repo, 'a', { 'usr/bin/a': 'A' }, { 'deb.control': 'Package: a\n' })
    await commitLayer(repo, 'b', { 'usr/bin/b': 'B' }, { 'deb.control': 'Package: b\n' })
    await commitLayer(repo, 'db', { 'var/lib/dpkg/status': '' }, { 'deb.date': '7', other: 'x' })
    const layers = readLayers(repo, ['a', 'b', 'db'])
    const checksum = await unionLayers(repo, layers, { branch: 'image' })
    expect(repo.readRef('image')).toBe(checksum)
    const { metadata, timestamp, parent } = repo.readCommit(checksum)
    expect({ timestamp, parent }).toEqual({ timestamp: 0, parent: undefined })
    expect([...metadata].map(([key, value]) => [key, value.text])).toEqual([
      ['deb.date', '7'],
      [UNION_DIGEST_KEY, digestOfLayers(layers.map((layer) => layer.checksum))],
    ])
    const files = paths('image').filter((path) => path.split('/').length > 3)
    expect(files).toEqual(['/usr/bin/a', '/usr/bin/b', '/var/lib/dpkg', '/var/lib/dpkg/status'])
    expect(await unionLayers(repo, layers)).toBe(checksum)
  })

  it('leaves nothing behind when layers conflict', async () => {
    await commitLayer(repo, 'a', { 'usr/bin/x': 'A', 'usr/bin/a': '' })
    await commitLayer(repo, 'b', { 'usr/bin/x': 'B' })
    const before = readdirSync(repo.path, { recursive: true }).sort()
    await expect(
      unionLayers(repo, readLayers(repo, ['a', 'b']), { branch: 'image' }),
    ).rejects.toThrow('cannot union: "/usr/bin/x" differs in "a" and "b"')
    expect(readdirSync(repo.path, { recursive: true }).sort()).toEqual(before)
  })

  it('refuses a layer that was pulled in part, by its name', async () => {
    await commitLayer(repo, 'a', { 'usr/bin/a': 'A' })
    await commitLayer(repo, 'b', { 'usr/bin/b': 'B' })
    writeFileSync(join(repo.path, 'state', `${repo.readRef('b')}.commitpartial`), '')
    expect(() => readLayers(repo, ['a', 'b'])).toThrow(/cannot use "b": commit .* is partial/)
  })

  it('takes a path that another package replaces off the list of the first', async () => {
    const list = (name: string) => `var/lib/dpkg/info/${name}.list`
    await commitLayer(
      repo,
      'a',
      { 'usr/bin/x': 'A', [list('a:amd64')]: '/.\n/bin/x\n/usr\n' },
      { 'deb.control': 'Package: a\nVersion: 1\nArchitecture: amd64\nMulti-Arch: same\n' },
    )
    await commitLayer(
      repo,
      'b',
      { 'usr/bin/x': 'B', [list('b')]: '/.\n/bin/x\n' },
      { 'deb.control': 'Package: b\nVersion: 1\nReplaces: a\n' },
    )
    const checksum = await unionLayers(repo, readLayers(repo, ['a', 'b']))
    const read = (path: string) => {
      const entry = requirePath(repo, repo.readRoot(checksum), path)
      return entry.type === 'file' ? repo.openFile(entry.checksum).readAll().toString() : ''
    }
    expect(read('/usr/bin/x')).toBe('B')
    expect(read(`/${list('a:amd64')}`)).toBe('/.\n/usr\n')
    expect(read(`/${list('b')}`)).toBe('/.\n/bin/x\n')
  })

  it('follows symlinks that are objects of the repo', async () => {
    await commitLayer(repo, 'a', { 'var/run': '-> ../run', 'run/a': 'A' })
    await commitLayer(repo, 'b', { 'var/run/b': 'B' })
    await unionLayers(repo, readLayers(repo, ['a', 'b']), { branch: 'image' })
    expect(paths('image')).toEqual(['/', '/run', '/run/a', '/run/b', '/var', '/var/run'])
  })

  it.skipIf(!hasOstree)('makes the tree that ostree makes (needs ostree)', async () => {
    await commitLayer(repo, 'a', { 'usr/bin/a': 'A', 'usr/share/doc/a/x': '1', tmp: 0o1777 })
    await commitLayer(repo, 'b', { 'usr/bin/b': '-> a', 'usr/share/doc/b/x': '1', etc: 0o755 })
    await commitLayer(repo, 'c', { 'usr/bin/c': 'C', 'opt/c/d/e': '' })
    const ostree = (...args: string[]) =>
      execFileSync('ostree', [`--repo=${repo.path}`, ...args], { encoding: 'utf8' })
    ostree('commit', '--branch=stock', ...['a', 'b', 'c'].map((ref) => `--tree=ref=${ref}`))
    await unionLayers(repo, readLayers(repo, ['a', 'b', 'c']), { branch: 'ours' })
    expect(repo.readRoot(repo.resolveRev('ours'))).toEqual(repo.readRoot(repo.resolveRev('stock')))
    expect(ostree('fsck')).toContain('object fsck of')
  })
})
