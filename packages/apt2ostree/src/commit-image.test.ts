import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Lockfile, parseLockfile } from '@apt2ostree/lockfile'
import { type Checksum, initRepo, type Repo, Variant } from '@apt2ostree/ostree-repo'
import { parseTreefile, withDefaults } from '@apt2ostree/treefile'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commitImage } from './commit-image.js'
import { finalizeImage } from './finalize-image.js'

const lock = parseLockfile(
  'Package: a\nVersion: 1\nArchitecture: amd64\nFilename: a.deb\nSize: 1\n'.concat(
    `SHA256: ${'0'.repeat(64)}\n`,
  ),
)

let folder: string
let repo: Repo
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commit-image-'))
  repo = initRepo(join(folder, 'repo'), 'archive')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Leaves the refs of the steps before as an earlier build would, and returns the configured one. */
function configure(note: string): Promise<Checksum> {
  return repo.transaction((transaction) => {
    const rootTree = transaction.writeDirTree({ files: [], dirs: [] })
    const rootMeta = transaction.writeDirMeta({ uid: 0, gid: 0, mode: 0o40755, xattrs: [] })
    const unpacked = transaction.writeCommit({ rootTree, rootMeta })
    const metadata = new Map([
      ['deb.unpacked', Variant.string(unpacked)],
      ['deb.base', Variant.string(unpacked)],
      ['note', Variant.string(note)],
    ])
    const configured = transaction.writeCommit({ rootTree, rootMeta, metadata })
    transaction.setRef('deb/images/web/unpacked', unpacked)
    transaction.setRef('deb/images/web/configured', configured)
    return configured
  })
}

async function commit(configured: Checksum, yaml = '', epoch = '7', baseLock?: Lockfile) {
  const path = join(folder, 'web.yaml')
  const image = withDefaults(parseTreefile(`ref: os/web\n${yaml}`, path), [path])
  const context = {
    ...{ repo, pool: folder, env: { SOURCE_DATE_EPOCH: epoch } },
    signal: new AbortController().signal,
    progress() {},
    warn() {},
    verbose() {},
  }
  const finalized = await finalizeImage(image, lock, configured, context)
  const base = baseLock && { base: { image, lock: baseLock } }
  return commitImage({ image, lock, ...base }, finalized.checksum, context)
}

describe('commitImage', () => {
  it('commits on top of what is there, with all that the configured commit says', async () => {
    const first = await commit(await configure('one'), 'add-commit-metadata: { team: web }')
    const second = await commit(await configure('two'))
    const { parent, timestamp, metadata } = repo.readCommit(second.checksum)
    expect({ parent, timestamp }).toEqual({ parent: first.checksum, timestamp: 7 })
    expect(repo.readRef('os/web')).toBe(second.checksum)
    const finalized = repo.readCommit(repo.resolveRev('deb/images/web/finalized'))
    expect([finalized.parent, finalized.timestamp]).toEqual([undefined, 0])
    expect(metadata.get('note')?.text).toBe('two')
    expect(metadata.get('ostree.ref-binding')?.texts).toEqual(['os/web'])
    expect(repo.readCommit(first.checksum).metadata.get('team')?.text).toBe('web')
  })

  it.each([
    { summary: 'nothing', again: {}, changed: false },
    { summary: 'the date', again: { epoch: '8' }, changed: true },
    { summary: 'image.yaml', again: { yaml: 'add-commit-metadata: { a: b }' }, changed: true },
    { summary: 'what only a lock says', again: { yaml: 'recommends: true' }, changed: false },
    { summary: 'only a comment there', again: { yaml: '# hello' }, changed: false },
  ])('makes a new commit when $summary changed: $changed', async ({ again, changed }) => {
    const configured = await configure('one')
    const first = await commit(configured)
    const { yaml, epoch }: { yaml?: string; epoch?: string } = again
    const second = await commit(configured, yaml, epoch)
    expect(second.changed).toBe(changed)
    expect(second.checksum === first.checksum).toBe(!changed)
  })

  it('makes a new commit on another base, or on none', async () => {
    const configured = await configure('one')
    const bases = [lock, lock, { ...lock, architecture: 'arm64' }, undefined]
    const changes: boolean[] = []
    for (const base of bases) changes.push((await commit(configured, '', '7', base)).changed)
    expect(changes).toEqual([true, false, true, true])
  })
})
