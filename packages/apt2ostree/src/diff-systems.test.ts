import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDiff, formatMarkdownDiff } from '@apt2ostree/lockgen'
import { initRepo, type Repo, Variant } from '@apt2ostree/ostree-repo'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diffSystems } from './diff-systems.js'

let folder: string
let repo: Repo
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diff-systems-'))
  repo = initRepo(join(folder, 'repo'), 'archive')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Commits a system without files, of packages `NAME VERSION SOURCE`. */
function commit(branch: string, packages: readonly string[], tool: string): Promise<void> {
  const rows = packages.map((row) => {
    const [name = '', version = '', source = ''] = row.split(' ')
    return [name, version, 'amd64', source, version, '4096']
  })
  return repo.transaction((transaction) => {
    const rootTree = transaction.writeDirTree({ files: [], dirs: [] })
    const rootMeta = transaction.writeDirMeta({ uid: 0, gid: 0, mode: 0o40755, xattrs: [] })
    const metadata = new Map([
      ['deb.packages', Variant.of('a(ssssss)', rows)],
      ['deb.configured-by', Variant.string(tool)],
      ['deb.date', Variant.uint64(7n)],
    ])
    transaction.setRef(branch, transaction.writeCommit({ rootTree, rootMeta, metadata }))
  })
}

describe('diffSystems', () => {
  it('tells packages and settings apart, from the commits alone', async () => {
    await commit('old', ['gone 1 gone', 'libx 1.9 x', 'same 1 same'], 'tool 1')
    await commit('new', ['libx 1.10 x', 'same 1 same', 'x 1.10 x'], 'tool 2')
    const changes = diffSystems(repo, 'old', 'new')
    expect(formatDiff(changes)).toBe(`Settings:
  deb.configured-by tool 1 → tool 2

Removed:
  gone 1 (-4.1 kB)

Added:
  x 1.10 (+4.1 kB)

Upgraded:
  libx 1.9 → 1.10 (+0 B), source x
`)
    expect(formatMarkdownDiff(changes)).toContain('| `deb.configured-by` | tool 1 → tool 2 |')
  })

  it('has nothing to say of two builds of one system', async () => {
    for (const branch of ['old', 'new']) await commit(branch, ['same 1 same'], 'tool 1')
    expect(formatDiff(diffSystems(repo, 'old', 'new'))).toBe('')
  })

  it('needs a commit that lists its packages', async () => {
    await commit('new', [], 'tool 1')
    const bare = await repo.transaction((transaction) =>
      transaction.writeCommit({
        rootTree: transaction.writeDirTree({ files: [], dirs: [] }),
        rootMeta: transaction.writeDirMeta({ uid: 0, gid: 0, mode: 0o40755, xattrs: [] }),
      }),
    )
    expect(() => diffSystems(repo, bare, 'new')).toThrow(
      `cannot compare "${bare}": its commit does not list the packages`,
    )
  })
})
