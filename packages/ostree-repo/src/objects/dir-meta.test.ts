import fc from 'fast-check'
import { expect, it } from 'vitest'
import { arbitraryXattrs } from '../../test/arbitrary.js'
import { decodeDirMeta, encodeDirMeta } from './dir-meta.js'
import { S_IFDIR, S_IFREG } from './file-mode.js'

const id = fc.integer({ min: 0, max: 0xffffffff })

it('gives back every dirmeta', () => {
  const meta = fc.record({
    uid: id,
    gid: id,
    mode: fc.nat({ max: 0o7777 }).map((permissions) => S_IFDIR | permissions),
    xattrs: arbitraryXattrs,
  })
  fc.assert(
    fc.property(meta, (value) => {
      expect(decodeDirMeta(encodeDirMeta(value))).toEqual(value)
    }),
  )
})

it('keeps the order of extended attributes, which the checksum covers', () => {
  const xattrs = ['user.b', 'user.a'].map((name) => [Buffer.from(name), Buffer.of(1)] as const)
  const bytes = encodeDirMeta({ uid: 0, gid: 0, mode: S_IFDIR, xattrs })
  expect(encodeDirMeta(decodeDirMeta(bytes))).toEqual(bytes)
})

it('refuses the mode of a file and double attributes', () => {
  const meta = { uid: 0, gid: 0, mode: S_IFDIR, xattrs: [] }
  expect(() => encodeDirMeta({ ...meta, mode: S_IFREG })).toThrow(/mode of a directory/)
  const pair = [Buffer.from('user.a'), Buffer.of(1)] as const
  const twice = encodeDirMeta({ ...meta, xattrs: [pair, pair] })
  expect(() => decodeDirMeta(twice)).toThrow(/there twice/)
})
