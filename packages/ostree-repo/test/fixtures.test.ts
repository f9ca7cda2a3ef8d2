import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fsck } from '../src/fsck/fsck.js'
import { listObjects } from '../src/fsck/list-objects.js'
import { checksumOf } from '../src/objects/checksum.js'
import { decodeCommit, encodeCommit } from '../src/objects/commit.js'
import { decodeDirMeta, encodeDirMeta } from '../src/objects/dir-meta.js'
import { decodeDirTree, encodeDirTree } from '../src/objects/dir-tree.js'
import { decodeArchiveHeader, encodeArchiveHeader } from '../src/objects/file-header.js'
import { openRepo } from '../src/repo.js'
import { dumpTree } from './tree-dump.js'

const repo = openRepo(fileURLToPath(new URL('fixtures/archive-repo', import.meta.url)))
const objects = [...listObjects(repo)].map(({ checksum, type }) => ({
  checksum,
  type,
  bytes: readFileSync(repo.objects.pathOf(checksum, type)),
}))

const reencode = {
  commit: (bytes: Buffer) => encodeCommit(decodeCommit(bytes)),
  dirtree: (bytes: Buffer) => encodeDirTree(decodeDirTree(bytes)),
  dirmeta: (bytes: Buffer) => encodeDirMeta(decodeDirMeta(bytes)),
  file: (bytes: Buffer) => {
    const length = bytes.readUInt32BE(0)
    const { header, size } = decodeArchiveHeader(bytes.subarray(8, 8 + length))
    return Buffer.concat([encodeArchiveHeader(header, size), bytes.subarray(8 + length)])
  },
}

describe('objects of the real ostree', () => {
  it.each(objects)('$type $checksum is written as it was read', ({ checksum, type, bytes }) => {
    expect(reencode[type](bytes)).toEqual(bytes)
    if (type !== 'file') expect(checksumOf(bytes)).toBe(checksum)
  })
})

it('has nothing wrong with it', async () => {
  expect(await fsck(repo)).toEqual({ objects: objects.length, commits: 2, problems: [] })
})

it('holds the tree that was committed', () => {
  const dump = dumpTree(repo, repo.readRoot(repo.resolveRev('first')))
  const few = Object.entries(dump).filter(([path]) => !path.startsWith('/many/'))
  expect(Object.fromEntries(few)).toEqual({
    '/': 'dir 0700 0:0',
    '/empty': 'dir 0755 0:0',
    '/many': 'dir 0755 0:0',
    '/tmp': 'dir 1777 0:0',
    '/usr': 'dir 0755 0:0',
    '/usr/Főtanúsítvány.crt': 'file 0644 0:0 48b1abd4',
    '/usr/bin': 'dir 0755 0:0',
    '/usr/bin/hard': 'file 4755 0:0 5891b5b5',
    '/usr/bin/hello': 'file 4755 0:0 5891b5b5',
    '/usr/link': 'link 0:0 ../bin/hello',
    '/usr/none': 'file 0644 70000:4294967294 e3b0c442',
  })
  expect(Object.keys(dump)).toHaveLength(few.length + 300)
})

it('holds the second commit with its metadata', () => {
  const {
    metadata,
    rootTree: _tree,
    rootMeta: _meta,
    ...rest
  } = repo.readCommit(repo.resolveRev('second'))
  expect(rest).toEqual({
    parent: repo.resolveRev('first'),
    related: [],
    subject: 'Sübject',
    body: 'Body\nof two lines',
    timestamp: 1_700_000_000,
  })
  const values = Object.fromEntries(
    [...metadata].map(([key, { type, value }]) => [key, { type, value }]),
  )
  expect(values).toMatchObject({
    text: { type: 's', value: 'hällo' },
    number: { type: 't', value: 81985529216486895n },
    list: { type: 'as', value: ['a', 'bc'] },
    nested: { type: 'a{sv}', value: [['k', { type: '(ub)', value: [1, true] }]] },
    bytes: { type: 'ay', value: Buffer.from('xyz\0') },
    byte: { type: 'y', value: 0x2a },
  })
})
