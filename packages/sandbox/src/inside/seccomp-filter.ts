import { syscallNumber } from './syscall-numbers.js'

/** Debian's names of the architectures whose system calls have numbers of their own. */
export type Architecture = 'amd64' | 'i386' | 'arm64' | 'armhf' | 'ppc64el' | 's390x'

/** AUDIT_ARCH_… of linux/audit.h, by which a filter knows whose numbers it is looking at. */
const auditArchitectures: Readonly<Record<string, readonly [value: number, Architecture]>> = {
  amd64: [0xc000003e, 'amd64'],
  i386: [0x40000003, 'i386'],
  arm64: [0xc00000b7, 'arm64'],
  armhf: [0x40000028, 'armhf'],
  loong64: [0xc0000102, 'arm64'],
  ppc64el: [0xc0000015, 'ppc64el'],
  riscv64: [0xc00000f3, 'arm64'],
  s390x: [0x80000016, 's390x'],
}

/** What a kernel runs beside programs of its own architecture. */
const compatible: Readonly<Record<string, string>> = { amd64: 'i386', arm64: 'armhf' }

/**
 * Refused with EPERM: what reaches past the tree, its processes and its files, and parts of the
 * kernel that no maintainer script needs and that many attacks on it began with. For most of them
 * commands lack the capability as well.
 */
const refused = [
  ...['acct', 'add_key', 'bpf', 'delete_module', 'fanotify_init', 'finit_module', 'fsconfig'],
  ...['fsmount', 'fsopen', 'fspick', 'init_module', 'io_uring_enter', 'io_uring_register'],
  ...['io_uring_setup', 'kcmp', 'kexec_file_load', 'kexec_load', 'keyctl', 'lookup_dcookie'],
  ...['mount', 'mount_setattr', 'move_mount', 'open_by_handle_at', 'open_tree', 'open_tree_attr'],
  ...['perf_event_open', 'pidfd_getfd', 'pivot_root', 'process_vm_readv', 'process_vm_writev'],
  ...['quotactl', 'quotactl_fd', 'reboot', 'request_key', 'setns', 'swapoff', 'swapon', 'syslog'],
  ...['umount', 'umount2', 'userfaultfd'],
] as const

/** CLONE_NEWNS, …CGROUP, …UTS, …IPC, …USER, …PID and …NET of linux/sched.h. */
const newNamespaces = 0x7e020000
/** CLONE_NEWTIME: for unshare(2) only, clone(2) has its signal in these bits. */
const newTimeNamespace = 0x80
/** Requests that put text into a terminal's input: TIOCSTI, TIOCLINUX. */
const terminalRequests = [0x5412, 0x541c]
/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: all of them inside of the network namespace. */
const socketFamilies = [1, 2, 10, 16]
/** PER_LINUX and PER_LINUX32 without and with UNAME26, and the question which it is. */
const personalities = [0, 8, 0x20000, 0x20008, 0xffffffff]

const [EPERM, ENOSYS, EAFNOSUPPORT] = [1, 38, 97]

/** linux/filter.h: one `struct sock_filter`. */
type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number]

const load = (offset: number): Instruction => [0x20, 0, 0, offset]
const allow: Instruction = [0x06, 0, 0, 0x7fff0000]
const fail = (errno: number): Instruction => [0x06, 0, 0, 0x00050000 | errno]
const and = (mask: number): Instruction => [0x54, 0, 0, mask]
const jump = (by: number): Instruction => [0x05, 0, 0, by]
const ifEqual = (value: number, yes: number, no: number): Instruction => [0x15, yes, no, value]
const ifAtLeast = (value: number, yes: number, no: number): Instruction => [0x35, yes, no, value]

/** Where `struct seccomp_data` has the number of the call and the architecture. */
const [numberAt, architectureAt] = [0, 4]

/** What a filter is for. */
export interface FilterOptions {
  /** Debian's name of the host's architecture. */
  readonly host?: string | undefined
  /** Of the tree's; only where programs may be of a 32 bit one they get socketcall(2). */
  readonly tree?: string | undefined
}

/**
 * Returns a filter for seccomp(2), as bwrap's --seccomp takes it: classic BPF in the host's byte
 * order, which allows what it does not name. Undefined for a host whose numbers are not known.
 */
export function formatSeccompFilter({ host, tree }: FilterOptions): Buffer | undefined {
  if (host === undefined) return undefined
  const names = [host, compatible[host]].filter((name) => name !== undefined)
  const blocks = names.flatMap((name) => {
    const [audit, architecture] = auditArchitectures[name] ?? []
    if (audit === undefined || architecture === undefined) return []
    const block = blockFor(architecture, tree === 'i386')
    return [ifEqual(audit, 1, 0), jump(block.length), ...block]
  })
  if (blocks.length === 0) return undefined
  const program = [load(architectureAt), ...blocks, fail(ENOSYS)]
  return encode(program, host === 's390x')
}

/** All that is said of the calls of one architecture; ends with `allow`. */
function blockFor(architecture: Architecture, mayCallSockets: boolean): Instruction[] {
  const on = (name: string, then: readonly Instruction[]): Instruction[] => {
    const number = syscallNumber(name, architecture)
    return number === undefined ? [] : [ifEqual(number, 0, then.length), ...then]
  }
  const flagsOfClone = architecture === 's390x' ? 1 : 0
  const argument = (index: number) => load(16 + 8 * index + (architecture === 's390x' ? 4 : 0))
  const allowOnly = (values: readonly number[], errno: number) => [
    ...values.flatMap((value) => [ifEqual(value, 0, 1), allow]),
    fail(errno),
  ]
  const refuse = (values: readonly number[]) => [
    ...values.flatMap((value) => [ifEqual(value, 0, 1), fail(EPERM)]),
    allow,
  ]
  const refuseFlags = (index: number, flags: number) => [
    argument(index),
    and(flags),
    ifEqual(0, 0, 1),
    allow,
    fail(EPERM),
  ]
  return [
    load(numberAt),
    // x32's numbers have this bit, and their own holes
    ...(architecture === 'amd64' ? [ifAtLeast(0x40000000, 0, 1), fail(ENOSYS)] : []),
    ...refused.flatMap((name) => on(name, [fail(EPERM)])),
    // its flags are in memory, where a filter does not look; the C library falls back to clone
    ...on('clone3', [fail(ENOSYS)]),
    ...on('clone', refuseFlags(flagsOfClone, newNamespaces)),
    ...on('unshare', refuseFlags(0, newNamespaces | newTimeNamespace)),
    ...on('ioctl', [argument(1), ...refuse(terminalRequests)]),
    ...on('socket', [argument(0), ...allowOnly(socketFamilies, EAFNOSUPPORT)]),
    ...(architecture === 'i386' && !mayCallSockets ? on('socketcall', [fail(ENOSYS)]) : []),
    ...on('personality', [argument(0), ...allowOnly(personalities, EPERM)]),
    allow,
  ]
}

function encode(program: readonly Instruction[], isBigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(program.length * 8)
  for (const [index, [code, ifTrue, ifFalse, value]] of program.entries()) {
    const at = index * 8
    if (isBigEndian) bytes.writeUInt16BE(code, at)
    else bytes.writeUInt16LE(code, at)
    bytes[at + 2] = ifTrue
    bytes[at + 3] = ifFalse
    if (isBigEndian) bytes.writeUInt32BE(value >>> 0, at + 4)
    else bytes.writeUInt32LE(value >>> 0, at + 4)
  }
  return bytes
}
