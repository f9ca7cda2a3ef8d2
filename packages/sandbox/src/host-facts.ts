import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { getuid } from 'node:process'
import { findSubordinateIds, type SubordinateIds } from './subordinate-ids.js'

/** The host's programs that the sandbox calls. */
const toolNames = ['unshare', 'setpriv', 'flock', 'prlimit', 'mount', 'umount', 'rm'] as const

/** Where the host's programs are. */
export type ToolPaths = Readonly<Record<(typeof toolNames)[number], string>>

/** bubblewrap, the program that each command runs through. */
export interface BubblewrapProgram {
  /** Absolute. */
  readonly path: string
  /** Where it has libraries from that this host lacks; a value of LD_LIBRARY_PATH. */
  readonly libraries?: string
}

/** fakeroot's parts: the daemon, and the library that programs are made to load. */
export interface FakerootPaths {
  readonly faked: string
  readonly library: string
}

/** A switch of the kernel, as sysctl(8) names it, that stands the wrong way. */
export interface BlockingSetting {
  readonly setting: string
  readonly value: 0 | 1
}

/** What a host offers that the backends depend on. */
export interface HostFacts {
  readonly uid: number
  /** The user's name, or the number where /etc/passwd has no entry for it. */
  readonly user: string
  /** Whether this process has CAP_SYS_ADMIN. */
  readonly canMount: boolean
  readonly missingTools: readonly string[]
  /** Major, minor and patch level. */
  readonly utilLinux: readonly number[]
  readonly maxUserNamespaces: number
  readonly blockedBy?: BlockingSetting
  readonly newuidmap: boolean
  readonly fakeroot?: FakerootPaths
  readonly bubblewrap?: BubblewrapProgram
  /** What /etc/subuid and /etc/subgid grant in the user's largest range. */
  readonly subordinateIds: SubordinateIds
}

/** Programs of the administrator are not on every user's PATH. */
const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** What the backends need to know about this host; reads /proc, /etc and asks unshare(1). */
export function readHostFacts(): HostFacts & { readonly tools: ToolPaths } {
  const uid = getuid?.() ?? -1
  const user = userName(uid)
  const found = toolNames.map((name) => [name, findTool(name)] as const)
  const blockedBy = readBlockingSetting()
  const fakeroot = findFakeroot()
  const bubblewrap = findTool('bwrap')
  return {
    uid,
    user,
    canMount: hasCapability(CAP_SYS_ADMIN),
    tools: Object.fromEntries(found.map(([name, path]) => [name, path ?? name])) as ToolPaths,
    missingTools: found.filter(([, path]) => path === undefined).map(([name]) => name),
    get utilLinux() {
      return readUtilLinuxVersion()
    },
    maxUserNamespaces: readNumber('/proc/sys/user/max_user_namespaces') ?? 0,
    ...(blockedBy && { blockedBy }),
    ...(fakeroot && { fakeroot }),
    ...(bubblewrap && { bubblewrap: { path: bubblewrap } }),
    newuidmap: findTool('newuidmap') !== undefined && findTool('newgidmap') !== undefined,
    subordinateIds: {
      uids: findSubordinateIds(readText('/etc/subuid') ?? '', user, uid),
      gids: findSubordinateIds(readText('/etc/subgid') ?? '', user, uid),
    },
  }
}

/** A container is often run as a number that no file knows. */
function userName(uid: number): string {
  try {
    return userInfo().username
  } catch {
    return String(uid)
  }
}

/** Debian's fakeroot, in the variant that needs no network: faked-sysv and its library. */
function findFakeroot(): FakerootPaths | undefined {
  const faked = findTool('faked-sysv')
  const library = findFakerootLibrary('')
  return faked === undefined || library === undefined ? undefined : { faked, library }
}

/** libfakeroot below a root directory, where Debian's package of that name has it. */
export function findFakerootLibrary(root: string): string | undefined {
  return listFolder(`${root}/usr/lib`)
    .map((folder) => `${root}/usr/lib/${folder}/libfakeroot/libfakeroot-sysv.so`)
    .find(existsSync)
}

function listFolder(path: string): string[] {
  return existsSync(path) ? readdirSync(path) : []
}

function findTool(name: string): string | undefined {
  return searchPath.map((folder) => `${folder}/${name}`).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** capability(7), linux/capability.h */
const CAP_SYS_ADMIN = 21n

function hasCapability(capability: bigint): boolean {
  const [, effective = '0'] =
    /^CapEff:\s*([0-9a-f]+)/m.exec(readText('/proc/self/status') ?? '') ?? []
  return ((BigInt(`0x${effective}`) >> capability) & 1n) === 1n
}

/** Debian's and Ubuntu's own switches; other kernels have neither. */
function readBlockingSetting(): BlockingSetting | undefined {
  const settings: readonly BlockingSetting[] = [
    { setting: 'kernel.unprivileged_userns_clone', value: 0 },
    { setting: 'kernel.apparmor_restrict_unprivileged_userns', value: 1 },
  ]
  return settings.find(
    ({ setting, value }) => readNumber(`/proc/sys/${setting.replaceAll('.', '/')}`) === value,
  )
}

/** `unshare from util-linux 2.38.1` */
function readUtilLinuxVersion(): number[] {
  const path = findTool('unshare')
  if (path === undefined) return []
  const text = execFileSync(path, ['--version'], { encoding: 'utf8' })
  return (/\d+(\.\d+)+/.exec(text)?.[0] ?? '').split('.').map(Number)
}

function readNumber(path: string): number | undefined {
  const text = readText(path)
  return text === undefined ? undefined : Number(text)
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
