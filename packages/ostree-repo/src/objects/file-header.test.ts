import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFileHeader } from '../../test/arbitrary.js'
import {
  decodeArchiveHeader,
  decodeBareUserMeta,
  encodeArchiveHeader,
  encodeBareUserMeta,
  encodeFileHeader,
  type FileHeader,
} from './file-header.js'
import { S_IFDIR, S_IFLNK, S_IFREG } from './file-mode.js'

it('gives back every header that archive mode stores', () => {
  fc.assert(
    fc.property(arbitraryFileHeader, fc.maxSafeNat(), (header, size) => {
      const bytes = encodeArchiveHeader(header, size)
      expect(bytes.readUInt32BE(0)).toBe(bytes.length - 8)
      expect(decodeArchiveHeader(bytes.subarray(8))).toEqual({ header, size })
    }),
  )
})

it('gives back every header that mode bare-user stores', () => {
  fc.assert(
    fc.property(arbitraryFileHeader, (header) => {
      const bytes = encodeBareUserMeta(header)
      expect(decodeBareUserMeta(bytes, () => header.symlinkTarget ?? '')).toEqual(header)
    }),
  )
})

it('makes the checksum that libostree gives "hi\\n", root:root, 04755, user.foo=bar', () => {
  const header: FileHeader = {
    uid: 0,
    gid: 0,
    mode: S_IFREG | 0o4755,
    xattrs: [[Buffer.from('user.foo'), Buffer.from('bar')]],
  }
  const hash = createHash('sha256').update(encodeFileHeader(header)).update('hi\n')
  expect(hash.digest('hex')).toBe(
    '6fbc10f876fc896273075a18582aa70e933c6eba768a51c6c8931fd7362963c0',
  )
})

describe('refuses', () => {
  const base = { uid: 0, gid: 0, xattrs: [] }
  it.each<[string, FileHeader, RegExp]>([
    ['a directory', { ...base, mode: S_IFDIR | 0o755 }, /mode of a file/],
    ['a mode with spare bits', { ...base, mode: 0o1100644 }, /mode of a file/],
    ['a symlink without target', { ...base, mode: S_IFLNK | 0o777 }, /symlink target/],
    [
      'a target that is not UTF-8',
      { ...base, mode: S_IFLNK | 0o777, symlinkTarget: '\xe9' },
      /symlink target/,
    ],
    [
      'a target with NUL',
      { ...base, mode: S_IFLNK | 0o777, symlinkTarget: 'a\0' },
      /symlink target/,
    ],
    ['a file with target', { ...base, mode: S_IFREG, symlinkTarget: 'x' }, /symlink target/],
  ])('%s', (_summary, header, message) => {
    expect(() => encodeFileHeader(header)).toThrow(message)
  })
})
