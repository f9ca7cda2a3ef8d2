import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { tempDirectory } from '../../test/temp-directory.js'
import { initRepo } from '../init-repo.js'
import { openRepo } from '../repo.js'

const fixture = openRepo(
  fileURLToPath(new URL('../../test/fixtures/archive-repo', import.meta.url)),
)
const first = fixture.readRef('first') ?? ''
const second = fixture.readRef('second') ?? ''

describe('resolveRev', () => {
  it.each([
    ['ref', 'second', second],
    ['checksum', first, first],
    ['abbreviated checksum', first.slice(0, 5), first],
    ['parent of a ref', 'second^', first],
    ['parent of an abbreviated checksum', `${second.slice(0, 8)}^`, first],
  ])('%s', (_summary, rev, commit) => {
    expect(fixture.resolveRev(rev)).toBe(commit)
  })

  it.each([
    ['no such ref', 'third', /cannot find rev "third"/],
    ['no parent', 'first^', /has no parent/],
    ['no such commit', '0'.repeat(64), /cannot find rev/],
    ['bad name', 'a//b', /cannot use "a\/\/b" as a ref name/],
    ['traversal', '../../config', /cannot use/],
    ['remote', 'origin:second', /cannot find rev/],
  ])('%s', (_summary, rev, message) => {
    expect(() => fixture.resolveRev(rev)).toThrow(message)
  })
})

describe('refs and abbreviations of the same letters', () => {
  it('prefers the ref', async () => {
    const repo = initRepo(tempDirectory())
    const commits = await repo.transaction((tx) => {
      const rootMeta = tx.writeDirMeta({ uid: 0, gid: 0, mode: 0o40755, xattrs: [] })
      const rootTree = tx.writeDirTree({ files: [], dirs: [] })
      const [a, b] = [0, 1].map((timestamp) => tx.writeCommit({ rootTree, rootMeta, timestamp }))
      if (a !== undefined && b !== undefined) tx.setRef(b.slice(0, 6), a)
      return { a, b }
    })
    expect(repo.resolveRev(`${commits.b?.slice(0, 6)}`)).toBe(commits.a)
    expect(repo.resolveRev(`${commits.b?.slice(0, 7)}`)).toBe(commits.b)
  })
})

it.each(['', 'rubbish\n', `${'0'.repeat(63)}\n`, `${'0'.repeat(64)} x\n`])(
  'refuses a ref file that holds %j',
  (content) => {
    const repo = initRepo(tempDirectory())
    writeFileSync(`${repo.path}/refs/heads/bad`, content)
    expect(() => repo.resolveRev('bad')).toThrow(/"bad".*holds no checksum/)
  },
)
