import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Checksum, initRepo, type Repo, Variant } from '@apt2ostree/ostree-repo'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configuredMetadata } from './commit-metadata.js'
import { findConfigured } from './find-configured.js'

let repo: Repo
beforeEach(() => {
  repo = initRepo(mkdtempSync(join(tmpdir(), 'find-configured-')), 'archive')
})
afterEach(() => rmSync(repo.path, { recursive: true }))

/** Commits an empty tree, as it is or configured, and returns the commit. */
function commit(ref: string, metadata: Map<string, Variant>): Promise<Checksum> {
  return repo.transaction((transaction) => {
    const checksum = transaction.writeCommit({
      rootTree: transaction.writeDirTree({ files: [], dirs: [] }),
      rootMeta: transaction.writeDirMeta({ uid: 0, gid: 0, mode: 0o40755, xattrs: [] }),
      metadata,
    })
    transaction.setRef(ref, checksum)
    return checksum
  })
}

describe('findConfigured', () => {
  const settings = { debconf: ['a b c d\n'], sourceDateEpoch: 7, initramfs: true }
  const unpackedMetadata = new Map([['deb.date', Variant.uint64(7n)]])

  it.each([
    { summary: 'the same answers', debconf: settings.debconf, found: true },
    { summary: 'other answers', debconf: ['a b c e\n'], found: false },
    { summary: 'no answers', debconf: [], found: false },
  ])('$summary: $found', async ({ debconf, found }) => {
    const rev = await commit('unpacked', unpackedMetadata)
    const metadata = configuredMetadata(rev, repo.readCommit(rev), settings)
    const made = await commit('configured', metadata)
    const options = { repo, rev, branch: 'configured', debconf }
    expect(findConfigured(options)).toBe(found ? made : undefined)
  })

  it('finds nothing where the branch is not, or is of another tree', async () => {
    const rev = await commit('unpacked', unpackedMetadata)
    expect(findConfigured({ repo, rev, branch: 'configured' })).toBeUndefined()
    await commit(
      'configured',
      configuredMetadata('0'.repeat(64) as Checksum, repo.readCommit(rev), settings),
    )
    expect(findConfigured({ repo, rev, branch: 'configured', ...settings })).toBeUndefined()
  })
})
