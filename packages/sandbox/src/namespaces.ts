import type { Backend } from './backend.js'
import type { SubordinateIds } from './subordinate-ids.js'

/**
 * The options of unshare(1) that a backend enters its namespaces with: mounts of its own, processes
 * that all die with the first, no network, and a host name of its own. Ranges are spelled out, as
 * util-linux 2.38 does and later ones still understand it: its --map-auto takes any name in
 * /etc/subuid for root's.
 */
export function namespaceOptions(backend: Backend, { uids, gids }: SubordinateIds): string[] {
  return [
    ...(backend === 'root' ? [] : ['--user', '--map-root-user']),
    ...(backend === 'unshare'
      ? [`--map-users=${uids.first},1,${uids.count}`, `--map-groups=${gids.first},1,${gids.count}`]
      : []),
    '--mount',
    '--propagation=private',
    '--pid',
    '--fork',
    '--kill-child',
    '--net',
    '--ipc',
    '--uts',
  ]
}

/**
 * The capabilities that commands keep, in setpriv(1)'s spelling: those of a package's scripts on an
 * ordinary system less the ones that reach outside the tree. Without CAP_MKNOD, CAP_SYS_ADMIN and
 * CAP_LINUX_IMMUTABLE root can do just what the uid 0 of a user namespace can, so that a script
 * behaves the same with every backend.
 */
const capabilities = [
  'chown',
  'dac_override',
  'dac_read_search',
  'fowner',
  'fsetid',
  'kill',
  'setgid',
  'setuid',
  'setpcap',
  'net_bind_service',
  'sys_chroot',
  // ischroot(1) looks at /proc/1/root, which takes this one
  'sys_ptrace',
  'audit_write',
  'setfcap',
]

/** The value of setpriv's --bounding-set for commands. */
export const boundingSet = ['-all', ...capabilities.map((name) => `+${name}`)].join(',')
