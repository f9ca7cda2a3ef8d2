import { createHash } from 'node:crypto'
import type { SourceGroup } from './package-owners.js'

/** How many layers images have unless told otherwise: half of what old engines take. */
export const DEFAULT_LAYERS = 64
/** The kernel's, the last one, and two for packages. */
export const LEAST_LAYERS = 4

/** Sources from this installed size on have a layer of their own, as long as there is room. */
const LARGE_BYTES = 1 << 20
/** The kernel's layer and the one of what no package owns. */
const RESERVED = 2

/**
 * Returns the layer of each group, by a name that sorts base before the rest. It depends on the names
 * and sizes of packages alone, not on a former image, so that images of other packages have equal
 * layers: three quarters of them for the largest sources, one each; in the last quarter the others
 * share layers by a hash of their name, those of every system apart from the rest.
 */
export function planLayers(
  groups: readonly SourceGroup[],
  maxLayers = DEFAULT_LAYERS,
): Map<SourceGroup, string> {
  const room = Math.max(maxLayers, LEAST_LAYERS) - RESERVED
  const own = Math.floor((room * 3) / 4)
  const bins = room - own
  const bySize = [...groups]
    .filter(({ installedBytes }) => installedBytes >= LARGE_BYTES)
    .sort((a, b) => b.installedBytes - a.installedBytes || compare(nameOf(a), nameOf(b)))
  const large = new Set(bySize.slice(0, own))
  return new Map(
    groups.map((group) => [group, large.has(group) ? nameOf(group) : binOf(group, bins)]),
  )
}

function nameOf({ source, isBase }: SourceGroup): string {
  return `${isBase ? 'base' : 'more'}/${source}`
}

function binOf({ source, isBase }: SourceGroup, bins: number): string {
  const hash = createHash('sha256').update(source).digest().readUInt32BE(0)
  if (bins < 2) return 'base+'
  const ofBase = Math.ceil(bins / 2)
  return isBase ? `base+${hash % ofBase}` : `more+${hash % (bins - ofBase)}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
