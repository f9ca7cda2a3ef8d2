import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSeccompFilter } from './seccomp-filter.js'
import { syscallNumber } from './syscall-numbers.js'

/** AUDIT_ARCH_X86_64, …_I386, …_AARCH64, …_ARM, …_S390X. */
const audit = {
  amd64: 0xc000003e,
  i386: 0x40000003,
  arm64: 0xc00000b7,
  armhf: 0x40000028,
  s390x: 0x80000016,
} as const
type Audited = keyof typeof audit

const [allowed, EPERM, ENOSYS, EAFNOSUPPORT] = ['allowed', 1, 38, 97]

/** Runs a filter over one `struct seccomp_data`, as the kernel's documentation of BPF says. */
function run(program: Buffer, data: Buffer, isBigEndian: boolean): number | string {
  const half = isBigEndian ? 'readUInt16BE' : 'readUInt16LE'
  const word = isBigEndian ? 'readUInt32BE' : 'readUInt32LE'
  let accumulator = 0
  for (let at = 0; at < program.length; at += 8) {
    const [code, value] = [program[half](at), program[word](at + 4)]
    const [yes = 0, no = 0] = program.subarray(at + 2, at + 4)
    const jump = (holds: boolean) => (holds ? yes : no) * 8
    if (code === 0x20) accumulator = data[word](value)
    else if (code === 0x54) accumulator = (accumulator & value) >>> 0
    else if (code === 0x05) at += value * 8
    else if (code === 0x15) at += jump(accumulator === value)
    else if (code === 0x35) at += jump(accumulator >= value)
    else if (code === 0x06) return value === 0x7fff0000 ? allowed : value & 0xffff
    else throw new Error(`unknown instruction ${code.toString(16)}`)
  }
  throw new Error('the program ends without an answer')
}

interface Call {
  readonly host: string
  readonly tree?: string
  readonly as?: Audited
  readonly name?: string
  readonly number?: number
  readonly args?: readonly number[]
}

function answer({ host, tree, as = host as Audited, name, number, args = [] }: Call) {
  const isBigEndian = host === 's390x'
  const data = Buffer.alloc(64)
  const put = (value: number, at: number) =>
    isBigEndian ? data.writeUInt32BE(value, at) : data.writeUInt32LE(value, at)
  put(number ?? syscallNumber(name ?? '', as) ?? -1, 0)
  put(audit[as], 4)
  for (const [index, value] of args.entries()) put(value, 16 + 8 * index + (isBigEndian ? 4 : 0))
  const filter = formatSeccompFilter({ host, tree })
  return filter && run(filter, data, isBigEndian)
}

describe('formatSeccompFilter', () => {
  it.each<Call & { summary: string; expected: unknown }>([
    { summary: 'read', host: 'amd64', number: 0, expected: allowed },
    { summary: 'a call of the future', host: 'amd64', number: 999, expected: allowed },
    { summary: 'bpf', host: 'amd64', name: 'bpf', expected: EPERM },
    { summary: 'bpf of i386', host: 'amd64', as: 'i386', name: 'bpf', expected: EPERM },
    { summary: 'bpf by x32', host: 'amd64', number: 0x40000000 + 321, expected: ENOSYS },
    { summary: "another architecture's", host: 'amd64', as: 'arm64', number: 0, expected: ENOSYS },
    { summary: 'keyctl of arm', host: 'arm64', as: 'armhf', name: 'keyctl', expected: EPERM },
    { summary: 'fork', host: 'amd64', name: 'clone', args: [17], expected: allowed },
    { summary: 'a thread', host: 'amd64', name: 'clone', args: [0x3d0f00], expected: allowed },
    {
      summary: 'a user namespace',
      host: 'amd64',
      name: 'clone',
      args: [0x10000011],
      expected: EPERM,
    },
    {
      summary: 'the same, s390x',
      host: 's390x',
      name: 'clone',
      args: [0, 0x10000011],
      expected: EPERM,
    },
    {
      summary: 'fork, s390x',
      host: 's390x',
      name: 'clone',
      args: [0x10000000, 17],
      expected: allowed,
    },
    { summary: 'clone3', host: 'amd64', name: 'clone3', expected: ENOSYS },
    {
      summary: 'unshare of files',
      host: 'amd64',
      name: 'unshare',
      args: [0x400],
      expected: allowed,
    },
    { summary: 'unshare of time', host: 'amd64', name: 'unshare', args: [0x80], expected: EPERM },
    {
      summary: 'a question to a terminal',
      host: 'amd64',
      name: 'ioctl',
      args: [0, 0x5401],
      expected: allowed,
    },
    { summary: 'TIOCSTI', host: 'amd64', name: 'ioctl', args: [0, 0x5412], expected: EPERM },
    { summary: 'a socket by path', host: 'amd64', name: 'socket', args: [1], expected: allowed },
    { summary: 'vsock', host: 'amd64', name: 'socket', args: [40], expected: EAFNOSUPPORT },
    {
      summary: 'socketcall in amd64',
      host: 'amd64',
      as: 'i386',
      name: 'socketcall',
      expected: ENOSYS,
    },
    {
      summary: 'socketcall in i386',
      ...{ host: 'amd64', tree: 'i386', as: 'i386' as const, name: 'socketcall' },
      expected: allowed,
    },
    { summary: 'PER_LINUX32', host: 'amd64', name: 'personality', args: [8], expected: allowed },
    {
      summary: 'no randomness',
      host: 'amd64',
      name: 'personality',
      args: [0x40000],
      expected: EPERM,
    },
    { summary: 'an unknown host', host: 'alpha', as: 'amd64', number: 0, expected: undefined },
  ])('answers $expected to $summary', ({ expected, ...call }) => {
    expect(answer(call)).toBe(expected)
  })

  it('answers every call of every architecture', () => {
    const hosts = ['amd64', 'i386', 'arm64', 'armhf', 's390x', 'ppc64el', 'riscv64'] as const
    fc.assert(
      fc.property(
        fc.constantFrom(...hosts),
        fc.constantFrom(...(Object.keys(audit) as Audited[])),
        fc.nat({ max: 0xffffffff }),
        fc.array(fc.nat({ max: 0xffffffff }), { maxLength: 6 }),
        (host, as, number, args) => {
          expect([allowed, EPERM, ENOSYS, EAFNOSUPPORT]).toContain(
            answer({ host, as, number, args }),
          )
        },
      ),
    )
  })
})

it.each([
  ['amd64', '/usr/include/x86_64-linux-gnu/asm/unistd_64.h'],
  ['i386', '/usr/include/x86_64-linux-gnu/asm/unistd_32.h'],
] as const)('knows the numbers of %s that the C library has', (architecture, header) => {
  const numbers = existsSync(header)
    ? [...readFileSync(header, 'utf8').matchAll(/^#define __NR_(\w+) (\d+)$/gm)]
    : []
  for (const [, name = '', number] of numbers) {
    const known = syscallNumber(name, architecture)
    if (known !== undefined) expect([name, known]).toEqual([name, Number(number)])
  }
})
