import { readFileSync } from 'node:fs'
import { arch, execPath } from 'node:process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseElfArchitecture } from './elf-architecture.js'

/** The header of a program as readelf(1) would describe it. */
function header(bits: 32 | 64, order: 'LE' | 'BE', machine: number, flags = 0): Buffer {
  const head = Buffer.alloc(64)
  head.write('\x7fELF', 'latin1')
  head[4] = bits / 32
  head[5] = order === 'LE' ? 1 : 2
  head[`writeUInt16${order}`](machine, 18)
  head[`writeUInt32${order}`](flags, bits === 64 ? 48 : 36)
  return head
}

describe('parseElfArchitecture', () => {
  it.each([
    { expected: 'amd64', head: header(64, 'LE', 62) },
    { expected: 'x32', head: header(32, 'LE', 62) },
    { expected: 'i386', head: header(32, 'LE', 3) },
    { expected: 'arm64', head: header(64, 'LE', 183) },
    { expected: 'armhf', head: header(32, 'LE', 40, 0x5000400) },
    { expected: 'armel', head: header(32, 'LE', 40, 0x5000200) },
    { expected: 'ppc64el', head: header(64, 'LE', 21, 2) },
    { expected: 'ppc64', head: header(64, 'BE', 21, 1) },
    { expected: 's390x', head: header(64, 'BE', 22) },
    { expected: 'riscv64', head: header(64, 'LE', 243, 5) },
    { expected: 'mips64el', head: header(64, 'LE', 8) },
    { expected: 'mipsel', head: header(32, 'LE', 8) },
    { expected: undefined, head: header(64, 'LE', 60000) },
    { expected: undefined, head: Buffer.from('#!/bin/sh\n'.padEnd(100)) },
    { expected: undefined, head: Buffer.alloc(0) },
  ])('knows $expected', ({ expected, head }) => {
    expect(parseElfArchitecture(head)).toBe(expected)
  })

  it('knows the program that runs this', () => {
    const expected = { x64: 'amd64', arm64: 'arm64' }[arch as 'x64' | 'arm64']
    expect(parseElfArchitecture(readFileSync(execPath))).toBe(expected)
  })

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        parseElfArchitecture(Buffer.concat([header(64, 'LE', 0).subarray(0, 4), bytes]))
      }),
    )
  })
})
