import { Deb822Error } from './errors.js'

/** An architecture in dpkg's four parts, see dpkg-architecture(1). */
type Tuple = readonly [abi: string, libc: string, os: string, cpu: string]

/** The names that are not `[libc-]os-cpu` spelt out: dpkg's tupletable, without its patterns. */
const special: ReadonlyMap<string, Tuple> = new Map<string, Tuple>([
  ['armhf', ['eabihf', 'gnu', 'linux', 'arm']],
  ['armel', ['eabi', 'gnu', 'linux', 'arm']],
  ['arm64ilp32', ['ilp32', 'gnu', 'linux', 'arm64']],
  ['x32', ['x32', 'gnu', 'linux', 'amd64']],
  ['powerpcspe', ['spe', 'gnu', 'linux', 'powerpc']],
  ['mips64', ['abi64', 'gnu', 'linux', 'mips64']],
  ['mips64el', ['abi64', 'gnu', 'linux', 'mips64el']],
  ['mips64r6', ['abi64', 'gnu', 'linux', 'mips64r6']],
  ['mips64r6el', ['abi64', 'gnu', 'linux', 'mips64r6el']],
  ['mipsn32', ['abin32', 'gnu', 'linux', 'mips64']],
  ['mipsn32el', ['abin32', 'gnu', 'linux', 'mips64el']],
  ['mipsn32r6', ['abin32', 'gnu', 'linux', 'mips64r6']],
  ['mipsn32r6el', ['abin32', 'gnu', 'linux', 'mips64r6el']],
  ['musl-linux-armhf', ['eabihf', 'musl', 'linux', 'arm']],
  ['uclibc-linux-armel', ['eabi', 'uclibc', 'linux', 'arm']],
  ['uclinux-armel', ['eabi', 'uclibc', 'uclinux', 'arm']],
  ['kfreebsd-armhf', ['eabihf', 'gnu', 'kfreebsd', 'arm']],
])

const libcOfOs: ReadonlyMap<string, string> = new Map([
  ...['linux', 'kfreebsd', 'knetbsd', 'kopensolaris', 'hurd'].map((os) => [os, 'gnu'] as const),
  ...['dragonflybsd', 'freebsd', 'openbsd', 'netbsd', 'darwin'].map((os) => [os, 'bsd'] as const),
  ...['aix', 'solaris'].map((os) => [os, 'sysv'] as const),
  ['uclinux', 'uclibc'],
  ['mint', 'tos'],
])

/**
 * Returns whether a concrete architecture is one that a restriction or wildcard such as `amd64`,
 * `linux-any` or `any` names, as `dpkg-architecture --is` decides; `all` matches only itself.
 * Throws `Deb822Error` for text that is no architecture.
 */
export function matchesArchitecture(architecture: string, wildcard: string): boolean {
  if (architecture === wildcard) return true
  if (architecture === 'all' || wildcard === 'all') return false
  const concrete = parseTuple(architecture)
  if (!isWildcard(wildcard)) {
    const named = parseTuple(wildcard)
    return concrete.every((part, i) => part === named[i])
  }
  const parts = wildcard.split('-')
  if (parts.length > 4) throw invalid(wildcard)
  const pattern = [...Array<string>(4 - parts.length).fill('any'), ...parts]
  return concrete.every((part, i) => pattern[i] === 'any' || part === pattern[i])
}

/** Returns whether a name stands for several architectures. */
function isWildcard(name: string): boolean {
  return name.split('-').includes('any')
}

function parseTuple(name: string): Tuple {
  const known = special.get(name)
  if (known) return known
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) throw invalid(name)
  const parts = name.split('-')
  const cpu = parts.pop() ?? ''
  const os = parts.pop() ?? 'linux'
  const libc = parts.pop() ?? libcOfOs.get(os) ?? 'gnu'
  const abi = parts.pop() ?? 'base'
  if (parts.length > 0) throw invalid(name)
  return [abi, libc, os, cpu]
}

function invalid(name: string): Deb822Error {
  return new Deb822Error('ERR_DEB822_ARCHITECTURE', `invalid architecture "${name}"`)
}
