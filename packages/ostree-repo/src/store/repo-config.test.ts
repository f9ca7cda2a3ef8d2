import { describe, expect, it } from 'vitest'
import { repoModes } from '../objects/repo-mode.js'
import { formatRepoConfig, parseRepoConfig } from './repo-config.js'

const parse = (lines: string) =>
  parseRepoConfig(`[core]\nrepo_version=1\nmode=bare-user\n${lines}`, 'c')

it.each(repoModes)('reads the config that it writes for %s', (mode) => {
  expect(parseRepoConfig(formatRepoConfig(mode), 'config').mode).toBe(mode)
})

it("takes libostree's defaults", () => {
  expect(parse('')).toEqual({
    mode: 'bare-user',
    fsync: true,
    locking: true,
    autoUpdateSummary: false,
    hasCollections: false,
    hasTombstones: false,
    lockTimeoutSeconds: 300,
    minFreeSpace: { percent: 3 },
    zlibLevel: 6,
  })
})

it('reads what it heeds among groups, comments and blanks', () => {
  const text = `
# a comment
fsync = 0
auto-update-summary=1
lock-timeout-secs=-1
locking=false
parent=../parent
min-free-space-size=2GB
[remote "origin"]
url=http://example.org/repo
[archive]
zlib-level=9
`
  expect(parse(text)).toEqual({
    mode: 'bare-user',
    fsync: false,
    locking: false,
    autoUpdateSummary: true,
    hasCollections: false,
    hasTombstones: false,
    lockTimeoutSeconds: -1,
    parent: '../parent',
    minFreeSpace: { bytes: 2 * 2 ** 30 },
    zlibLevel: 9,
  })
})

describe('refuses', () => {
  it.each([
    [
      'an unknown mode',
      '[core]\nrepo_version=1\nmode=bare-split-xattrs',
      /mode=bare-split-xattrs, not archive/,
    ],
    ['an unknown version', '[core]\nrepo_version=2\nmode=bare', /repo_version=2, not 1/],
    ['no version', '[core]\nmode=bare', /is not the config of an OSTree repo/],
    ['rubbish', 'rubbish', /is not the config of an OSTree repo/],
    ['nothing', '', /is not the config of an OSTree repo/],
    ['a bad truth value', '[core]\nrepo_version=1\nfsync=maybe', /fsync=maybe, not true or false/],
    [
      'a bad percentage',
      '[core]\nrepo_version=1\nmin-free-space-percent=x',
      /percent=x, not a number/,
    ],
    [
      'fs-verity, which we do not write',
      '[core]\nrepo_version=1\n[ex-integrity]\nfsverity=yes',
      /fsverity=yes, not no or maybe/,
    ],
    [
      'composefs, which we do not write',
      '[core]\nrepo_version=1\n[ex-integrity]\ncomposefs=true',
      /composefs=true, not no or maybe/,
    ],
    ['a bad size', '[core]\nrepo_version=1\nmin-free-space-size=5', /size=5, not a size/],
    ['a bad level', '[core]\nrepo_version=1\n[archive]\nzlib-level=12', /zlib-level=12/],
  ])('%s', (_summary, text, message) => {
    expect(() => parseRepoConfig(text, 'config')).toThrow(message)
  })
})
