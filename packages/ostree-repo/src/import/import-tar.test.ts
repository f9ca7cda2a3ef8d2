import { describe, expect, it } from 'vitest'
import { volatileRepo } from '../../test/temp-repo.js'
import { formatTestEntry, formatTestPax } from '../../test/test-tar.js'
import { dumpTree } from '../../test/tree-dump.js'
import { requirePath } from '../tree/tree-entry.js'
import { importTar } from './import-tar.js'

const end = Buffer.alloc(1024)

async function importParts(...parts: Buffer[]) {
  const repo = volatileRepo()
  const bytes = Buffer.concat([...parts, end])
  // Odd chunks, so that headers and contents are cut anywhere.
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += 333) yield bytes.subarray(at, at + 333)
  }
  const root = await repo.transaction((tx) => importTar(tx, chunks()))
  return { repo, root, dump: dumpTree(repo, root) }
}

it('imports every kind of entry', async () => {
  const { dump } = await importParts(
    formatTestEntry({ name: './', typeflag: '5', mode: 0o700, uid: 3 }),
    formatTestEntry({ name: './dir/', typeflag: '5', mode: 0o2775, gid: 50 }),
    formatTestEntry({ name: './dir/file', mode: 0o4755 }, 'x'.repeat(1000)),
    formatTestEntry({ name: './hard', typeflag: '1', linkName: 'dir/file' }),
    formatTestEntry({ name: './soft', typeflag: '2', linkName: '../anywhere' }),
    formatTestEntry({ name: './without/parents/empty', typeflag: '\0' }),
    formatTestEntry({ name: './large' }, Buffer.alloc(300_000)),
  )
  expect(dump).toEqual({
    '/': 'dir 0700 3:0',
    '/dir': 'dir 2775 0:50',
    '/dir/file': 'file 4755 0:0 44f83544',
    '/hard': 'file 4755 0:0 44f83544',
    '/large': 'file 0644 0:0 886715e4',
    '/soft': 'link 0:0 ../anywhere',
    '/without': 'dir 0755 0:0',
    '/without/parents': 'dir 0755 0:0',
    '/without/parents/empty': 'file 0644 0:0 e3b0c442',
  })
})

it('takes long names and links from GNU and pax headers', async () => {
  const long = `${'d'.repeat(120)}/${'f'.repeat(130)}`
  const { dump } = await importParts(
    formatTestEntry({ name: 'L', typeflag: 'L' }, `${long}\0`),
    formatTestEntry({ name: 'cut' }),
    formatTestPax({ path: 'Főtanúsítvány', linkpath: long }),
    formatTestEntry({ name: 'cut', typeflag: '2', linkName: 'cut' }),
  )
  expect(dump).toEqual({
    '/': 'dir 0755 0:0',
    [`/${'d'.repeat(120)}`]: 'dir 0755 0:0',
    [`/${long}`]: 'file 0644 0:0 e3b0c442',
    '/Főtanúsítvány': `link 0:0 ${long}`,
  })
})

it('takes owners, attributes and binary values from pax headers', async () => {
  const { repo, root } = await importParts(
    formatTestPax({
      uid: '70000',
      'SCHILY.xattr.security.capability': Buffer.of(1, 0, 0, 2, 10, 255),
      'LIBARCHIVE.xattr.user.a%20b': 'b25l',
    }),
    formatTestEntry({ name: 'ping' }),
    formatTestEntry({ name: 'plain' }),
  )
  const headerOf = (path: string) => {
    const entry = requirePath(repo, root, path)
    return entry.type === 'file' ? repo.openFile(entry.checksum).header : undefined
  }
  expect(headerOf('ping')).toMatchObject({
    uid: 70_000,
    xattrs: [
      [Buffer.from('security.capability'), Buffer.of(1, 0, 0, 2, 10, 255)],
      [Buffer.from('user.a b'), Buffer.from('one')],
    ],
  })
  expect(headerOf('plain')).toMatchObject({ uid: 0, xattrs: [] })
})

it('takes directories of V7 tars, which only a slash tells', async () => {
  const { repo, root } = await importParts(
    formatTestEntry({ name: 'old/', typeflag: '\0', mode: 0o700 }),
    formatTestEntry({ name: 'old/file', typeflag: '\0' }),
  )
  expect(requirePath(repo, root, 'old').type).toBe('directory')
  expect(requirePath(repo, root, 'old/file').type).toBe('file')
})

describe('refuses', () => {
  it.each<[string, Buffer[], RegExp]>([
    [
      'a device',
      [formatTestEntry({ name: 'dev/null', typeflag: '3' })],
      /"dev\/null": it is neither/,
    ],
    ['a fifo', [formatTestEntry({ name: 'pipe', typeflag: '6' })], /"pipe": it is neither/],
    ['a sparse file', [formatTestEntry({ name: 's', typeflag: 'S' })], /"s" is a sparse file/],
    [
      'a hard link to nothing',
      [formatTestEntry({ name: 'h', typeflag: '1', linkName: 'no' })],
      /"h" is a hard link to "no"/,
    ],
    ['a way up', [formatTestEntry({ name: '../x' })], /"\.\." as a file name/],
    [
      'bad pax',
      [formatTestEntry({ name: 'p', typeflag: 'x' }, '99 a=b\n')],
      /pax header is malformed/,
    ],
    ['rubbish', [Buffer.alloc(512, 'rubbish')], /wrong (checksum|number)/],
    [
      'a name that no file system takes',
      [formatTestPax({ path: 'n'.repeat(256) }), formatTestEntry({ name: 'x' })],
      /has 256 bytes/,
    ],
    [
      'a tree that is too deep',
      [formatTestPax({ path: 'a/'.repeat(2000) }), formatTestEntry({ name: 'x' })],
      /is deeper than 256 directories/,
    ],
    [
      'a cut content',
      [formatTestEntry({ name: 'x' }, 'y'.repeat(9000)).subarray(0, 2000)],
      /truncated/,
    ],
  ])('%s', async (_summary, parts, message) => {
    await expect(importParts(...parts)).rejects.toThrow(message)
  })
})

it('refuses a tar that ends before the padding of a file', async () => {
  const repo = volatileRepo('archive')
  const cut = formatTestEntry({ name: 'x' }, 'y'.repeat(100)).subarray(0, 612)
  async function* source() {
    yield cut
  }
  await expect(repo.transaction((tx) => importTar(tx, source()))).rejects.toThrow(/truncated/)
})
