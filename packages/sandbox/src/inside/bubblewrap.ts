import type { Bind } from '../job.js'

/** What bubblewrap is to make of the tree that is mounted at `root`. */
export interface SandboxLayout {
  readonly root: string
  /** Files of the host in the sandbox's /dev. */
  readonly deviceBinds: readonly Bind[]
  /** Names in this host's /proc. */
  readonly procEntries: readonly string[]
}

/** File descriptors that bwrap gets beside the standard ones. */
export const descriptors = { arguments: 3, status: 4, seccomp: 5 } as const

/**
 * What rpm-ostree gives scripts (its rust/src/bwrap.rs). Without CAP_MKNOD, CAP_SYS_ADMIN and the
 * like, root can do no more than the uid 0 of a user namespace, so that a script behaves the same
 * with every backend.
 */
const capabilities = [
  ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP'],
  ...['SYS_CHROOT', 'SETFCAP'],
]

/** What /proc tells of the machine or its user, and no script in a chroot looks for. */
const hidden = ['kcore', 'key-users', 'keys', 'latency_stats', 'sched_debug', 'timer_list']

/**
 * Returns the arguments for bwrap(1). The tree comes with all that is mounted in it; processes, a
 * network with nothing but a loopback that is up, and a host name are the command's own. /proc is
 * read-only: the host's root needs no capability to write to the kernel's switches, nor to change the
 * permissions of what is there, which are the same in every /proc of the machine. bwrap follows
 * symlinks, so it mounts nothing but where the tree can have none.
 */
export function bubblewrapArguments({ root, deviceBinds, procEntries }: SandboxLayout): string[] {
  const hiddenHere = hidden.filter((name) => procEntries.includes(name))
  return [
    ...['--bind', root, '/', '--dev', '/dev', '--proc', '/proc'],
    ...hiddenHere.flatMap((name) => ['--ro-bind', '/dev/null', `/proc/${name}`]),
    ...['--remount-ro', '/proc'],
    ...deviceBinds.flatMap(({ source, target }) => ['--ro-bind', source, target]),
    ...['--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--hostname', 'localhost', '--chdir', '/'],
    ...['--new-session', '--die-with-parent'],
    ...['--cap-drop', 'ALL', ...capabilities.flatMap((name) => ['--cap-add', `CAP_${name}`])],
    // for bwrap itself, where it is not the host's own
    ...['--unsetenv', 'LD_LIBRARY_PATH'],
    ...['--json-status-fd', String(descriptors.status)],
  ]
}
