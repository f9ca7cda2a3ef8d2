import type { Lockfile } from '@apt2ostree/lockfile'

import { Marks } from './apt/marks.js'
import { RelationIndex } from './universe/relations-of.js'
import { Universe } from './universe/universe.js'

/** Returns the system that a lock describes: a universe of nothing else, all of it installed. */
export function lockedSystem(lock: Lockfile): Marks {
  const universe = new Universe(
    lock.packages.map(({ stanza }) => ({ stanza, index: undefined })),
    {
      architecture: lock.architecture,
      foreignArchitectures: architecturesOf(lock),
      priorities: { of: () => 500, isNever: () => false },
    },
  )
  const relations = new RelationIndex(
    universe,
    universe.index.creationOrder(universe.architectures),
  )
  const marks = new Marks(universe, relations, lock.options.recommends)
  for (const { name, architecture, automatic } of lock.packages) {
    const found = universe.find(name, architecture === 'all' ? lock.architecture : architecture)
    if (found === undefined) continue
    const mark = marks.of(found)
    mark.installed = mark.candidate
    mark.isAutomatic = automatic
  }
  return marks
}

/** All but the native one, named in the header or not, so that no package is overlooked. */
function architecturesOf({ architecture, foreignArchitectures, packages }: Lockfile): string[] {
  const all = new Set([...foreignArchitectures, ...packages.map((locked) => locked.architecture)])
  all.delete('all')
  all.delete(architecture)
  return [...all]
}
