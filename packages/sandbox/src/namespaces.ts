import type { Backend } from './backend.js'
import type { SubordinateIds } from './subordinate-ids.js'

/**
 * The options of unshare(1) that the inner program enters its namespaces with: mounts of its own, and
 * processes that all die with the first. Commands get more of their own. Ranges are spelled out, as
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
    '--mount-proc',
    '--ipc',
  ]
}
