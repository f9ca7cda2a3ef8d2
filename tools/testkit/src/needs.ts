import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { describe, it } from 'vitest'

/** How to tell whether a machine has something, and what gives it that. */
interface Requirement {
  readonly isThere: () => boolean
  /** The Debian packages that have it, or what else there is to do. */
  readonly remedy: string
}

const program = (name: string, debianPackage = name): Requirement => ({
  isThere: () => hasProgram(name),
  remedy: debianPackage,
})

/** Everything beyond Node that a test may need. */
const requirements = {
  // programs, by their names
  'apt-cache': program('apt-cache', 'apt'),
  'apt-config': program('apt-config', 'apt'),
  'apt-ftparchive': program('apt-ftparchive', 'apt-utils'),
  'apt-get': program('apt-get', 'apt'),
  ar: program('ar', 'binutils'),
  bash: program('bash'),
  bwrap: program('bwrap', 'bubblewrap'),
  bzip2: program('bzip2'),
  chattr: program('chattr', 'e2fsprogs'),
  debsums: program('debsums'),
  dpkg: program('dpkg'),
  'dpkg-architecture': program('dpkg-architecture', 'dpkg-dev'),
  'dpkg-deb': program('dpkg-deb', 'dpkg'),
  'dpkg-scanpackages': program('dpkg-scanpackages', 'dpkg-dev'),
  faketime: program('faketime'),
  gcc: { isThere: canLinkStatically, remedy: 'gcc, libc6-dev' },
  getcap: program('getcap', 'libcap2-bin'),
  git: program('git'),
  gpg: program('gpg'),
  gpgv: program('gpgv'),
  gzip: program('gzip'),
  ldd: program('ldd', 'libc-bin'),
  make: program('make'),
  mmdebstrap: program('mmdebstrap'),
  multistrap: program('multistrap'),
  ninja: program('ninja', 'ninja-build'),
  ostree: program('ostree'),
  python3: program('python3'),
  runuser: program('runuser', 'util-linux'),
  script: program('script', 'bsdutils'),
  setcap: program('setcap', 'libcap2-bin'),
  setfattr: program('setfattr', 'attr'),
  setpriv: program('setpriv', 'util-linux'),
  tar: program('tar'),
  time: program('time'),
  taskset: program('taskset', 'util-linux'),
  unshare: program('unshare', 'util-linux'),
  xz: program('xz', 'xz-utils'),
  zstd: program('zstd'),
  // what else a machine may have
  'python3-apt': {
    isThere: () => spawnSync('/usr/bin/python3', ['-c', 'import apt_pkg']).status === 0,
    remedy: 'python3-apt',
  },
  'apt sources': {
    isThere: () =>
      ['sources.list', 'sources.list.d'].some((name) => hasContent(`/etc/apt/${name}`)),
    remedy: 'a Debian or Ubuntu with apt sources',
  },
  root: { isThere: () => process.getuid?.() === 0, remedy: 'to be run as root' },
  mounts: { isThere: () => hasCapability(21n), remedy: 'root with CAP_SYS_ADMIN' },
  users: {
    isThere: () => process.getuid?.() === 0 && hasProgram('useradd') && hasProgram('runuser'),
    remedy: 'root, with passwd and util-linux',
  },
  'user namespaces': {
    isThere: () => succeeds('unshare', '--user', '--map-root-user', 'true'),
    remedy: 'a kernel that grants user namespaces',
  },
  'subordinate ids': {
    isThere: () =>
      hasProgram('newuidmap') &&
      succeeds('unshare', '--user', '--map-root-user', 'true') &&
      ['/etc/subuid', '/etc/subgid'].every(hasOwnRange),
    remedy: 'uidmap, and ranges in /etc/subuid and /etc/subgid',
  },
  'arm64 programs': {
    isThere: () =>
      existsSync('/usr/lib/binfmt.d/qemu-aarch64.conf') &&
      /\bbinfmt_misc$/m.test(readFileSync('/proc/filesystems', 'utf8')),
    remedy: 'qemu-user-static, and a kernel with binfmt_misc',
  },
  fakeroot: program('faked-sysv', 'fakeroot'),
  sandbox: {
    isThere: canConfigure,
    remedy: 'bubblewrap, and root or user namespaces with uidmap or fakeroot',
  },
} satisfies Record<string, Requirement>

/** Whether a file of subordinate ids has a range for this user, by name or number (subuid(5)). */
function hasOwnRange(path: string): boolean {
  const owners = [String(process.getuid?.()), userInfo().username]
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  return lines.some((line) => owners.includes(line.split(':', 1)[0] ?? ''))
}

/** The name of something that a test may need of the machine. */
export type Need = keyof typeof requirements

const found = new Map<Need, boolean>()

/** Returns those of some needs that this machine does not meet. */
export function unmet(...needs: readonly Need[]): Need[] {
  return needs.filter((need) => {
    const known = found.get(need) ?? requirements[need].isThere()
    found.set(need, known)
    return !known
  })
}

/** Returns the packages that meet some needs, or what else does. */
export function remedies(needs: readonly Need[]): string[] {
  return [...new Set(needs.map((need) => requirements[need].remedy))]
}

/** vitest's `describe` and `it`, for tests that not every machine can run. */
interface Tests {
  readonly describe: typeof describe
  readonly it: typeof it
}

/**
 * Returns `describe` and `it` for tests that need something of the machine. Where that is not
 * there they are skipped, and their titles say what it is and what has it.
 */
export function needs(...names: readonly Need[]): Tests {
  const missing = unmet(...names)
  if (missing.length === 0) return { describe, it }
  const note = `(skipped: needs ${missing.join(', ')}: ${remedies(missing).join(', ')})`
  return { describe: annotated(describe, note), it: annotated(it, note) }
}

/** The skipping half of `api`, with a note behind each title. */
function annotated<T extends typeof describe | typeof it>(api: T, note: string): T {
  type Call = (title: unknown, ...rest: unknown[]) => unknown
  const noted =
    (call: Call): Call =>
    (title, ...rest) =>
      call(`${title} ${note}`, ...rest)
  const skip = api.skip as unknown as Call
  const each = (...table: [never]) => noted(api.skip.each(...table) as Call)
  return Object.assign(noted(skip), { each, skip: noted(skip) }) as unknown as T
}

/** gcc, and the C library that a program without others is made of. */
function canLinkStatically(): boolean {
  if (!hasProgram('gcc')) return false
  const { stdout } = spawnSync('gcc', ['-print-file-name=libc.a'], { encoding: 'utf8' })
  return stdout.startsWith('/')
}

/** Whether one of the sandbox's backends is to be had. */
function canConfigure(): boolean {
  if (!hasProgram('unshare') || !hasProgram('bwrap')) return false
  if (process.getuid?.() === 0 && hasCapability(21n)) return true
  if (!succeeds('unshare', '--user', '--map-root-user', 'true')) return false
  return (
    hasProgram('faked-sysv') ||
    succeeds('unshare', '--user', '--map-root-user', '--map-auto', 'true')
  )
}

/** Where programs are; those of the administrator are not on every PATH. */
function hasProgram(name: string): boolean {
  const path = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`
  return path.split(':').some((folder) => isExecutable(`${folder}/${name}`))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function hasContent(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** capabilities(7), in the set that counts. */
function hasCapability(capability: bigint): boolean {
  if (!existsSync('/proc/self/status')) return false
  const status = readFileSync('/proc/self/status', 'utf8')
  const [, effective = '0'] = /^CapEff:\s*([0-9a-f]+)/m.exec(status) ?? []
  return ((BigInt(`0x${effective}`) >> capability) & 1n) === 1n
}
