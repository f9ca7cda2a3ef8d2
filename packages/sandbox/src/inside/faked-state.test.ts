import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatFakedState, parseFakedState } from './faked-state.js'

it('writes lines as faked does', () => {
  const file = { device: 0xfe00, inode: 123, mode: 0o100644, uid: 1, gid: 2, links: 1 }
  expect(formatFakedState([file])).toBe('dev=fe00,ino=123,mode=100644,uid=1,gid=2,nlink=1,rdev=0\n')
})

it('reads what it writes', () => {
  const file = fc.record({
    device: fc.nat(),
    inode: fc.maxSafeNat(),
    mode: fc.nat(0o177777),
    uid: fc.nat(),
    gid: fc.nat(),
    links: fc.nat(),
  })
  fc.assert(
    fc.property(fc.array(file), (files) => {
      expect(parseFakedState(formatFakedState(files))).toEqual(files)
    }),
  )
})

it('reads a device, whose number is of no interest', () => {
  const [device] = parseFakedState('dev=1,ino=2,mode=20666,uid=0,gid=0,nlink=1,rdev=259\n')
  expect(device?.mode).toBe(0o20666)
})

it('refuses other text', () => {
  expect(() => parseFakedState('dev=1\n')).toThrow('internal error: faked saved "dev=1"')
})
