import { describe, expect, it } from 'vitest'
import { formatTestHeader } from '../../test/test-tar.js'
import { parseTarHeader } from './tar-header.js'

it('reads every field', () => {
  const block = formatTestHeader({ name: 'usr/bin/x', mode: 0o4755, uid: 7, gid: 8, size: 9 })
  expect(parseTarHeader(block)).toEqual({
    name: 'usr/bin/x',
    mode: 0o4755,
    uid: 7,
    gid: 8,
    size: 9,
    typeflag: '0',
    linkName: '',
  })
})

it('puts the prefix of ustar before the name, and keeps bytes as they are', () => {
  const block = formatTestHeader({ name: 'caf\xe9', prefix: 'a/b' })
  expect(parseTarHeader(block)?.name).toBe('a/b/caf\xe9')
})

it('reads base-256 numbers', () => {
  const block = formatTestHeader({ name: 'x' }, (bytes) => {
    bytes.fill(0, 108, 116)
    bytes.writeUInt8(0x80, 108)
    bytes.writeUInt32BE(4_294_967_294, 112)
  })
  expect(parseTarHeader(block)?.uid).toBe(4_294_967_294)
})

it('sees the end', () => {
  expect(parseTarHeader(Buffer.alloc(512))).toBeUndefined()
})

describe('refuses', () => {
  it('a wrong checksum', () => {
    const block = formatTestHeader({ name: 'x' })
    block.writeUInt8(0x41, 0)
    expect(() => parseTarHeader(block)).toThrow(/wrong checksum/)
  })
  it('a wrong number', () => {
    const block = formatTestHeader({ name: 'x' }, (bytes) => bytes.write('9z', 124))
    expect(() => parseTarHeader(block)).toThrow(/wrong number/)
  })
})
