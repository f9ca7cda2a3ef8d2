import type { CreationOrder } from '../offers/creation-order.js'
import type { Target } from './targets.js'
import type { Universe } from './universe.js'

/**
 * Orders the candidates for one alternative as apt does when nothing is installed
 * (depcache.cc, CompareProviders): the package of that name before providers, then essential,
 * important, the native architecture, the higher priority; last, the one apt came to know later.
 */
export function compareProviders(
  universe: Universe,
  order: CreationOrder,
  a: Target,
  b: Target,
): number {
  return (
    Number(b.isNamed) - Number(a.isNamed) ||
    Number(b.version.isEssential) - Number(a.version.isEssential) ||
    Number(b.version.isImportant) - Number(a.version.isImportant) ||
    universe.architectures.indexOf(a.version.arch) -
      universe.architectures.indexOf(b.version.arch) ||
    a.version.priority - b.version.priority ||
    order.rank(b.version.name, b.version.arch) - order.rank(a.version.name, a.version.arch)
  )
}
