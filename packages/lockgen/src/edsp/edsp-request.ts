import { formatStanza } from '@apt2ostree/deb822'
import type { Goal } from '../requests/goal.js'
import type { PackageVersion } from '../universe/package-version.js'
import type { RelationIndex } from '../universe/relations-of.js'
import type { Universe } from '../universe/universe.js'

/** The fields of a Packages stanza that EDSP passes on. */
const passedOn = [
  'Package',
  'Architecture',
  'Version',
  'Source',
  'Priority',
  'Section',
  'Multi-Arch',
  'Essential',
  'Installed-Size',
  'Pre-Depends',
  'Depends',
  'Conflicts',
  'Breaks',
  'Recommends',
  'Replaces',
  'Provides',
]

/** A question to an external solver, and what the ids in its answer mean. */
export interface EdspRequest {
  readonly text: string
  /** By APT-ID, from 1. */
  readonly versions: readonly PackageVersion[]
}

/**
 * Returns a goal as an EDSP 0.5 request (apt's doc/external-dependency-solver-protocol.md) for a
 * system with nothing installed. Only candidates within reach of what is wanted are in it, and none
 * that is excluded.
 */
export function formatEdspRequest(
  universe: Universe,
  relations: RelationIndex,
  goal: Goal,
  solver: string,
): EdspRequest {
  const versions = withinReach(universe, relations, goal)
  const request = formatStanza([
    ['Request', 'EDSP 0.5'],
    ['Architecture', universe.architecture],
    ['Architectures', universe.architectures.join(' ')],
    [
      'Install',
      goal.wanted
        .flat()
        .map(({ name, arch }) => `${name}:${arch}`)
        .join(' '),
    ],
    ['Upgrade-All', 'no'],
    ['Strict-Pinning', 'yes'],
    ['Solver', solver],
  ])
  const stanzas = versions.map((version, i) => formatVersion(version, i + 1, goal))
  return { text: `${[request, ...stanzas].join('\n')}\n`, versions }
}

/** Sorted by name and architecture, so that solvers too get the same question every time. */
function withinReach(universe: Universe, relations: RelationIndex, goal: Goal): PackageVersion[] {
  const isExcluded = (version: PackageVersion) =>
    goal.excluded.includes(universe.packageOf(version))
  const reached = new Set(goal.wanted.flat())
  for (const version of reached) {
    for (const { alternatives, dependency } of relations.of(version).requirements) {
      if (dependency.field === 'Suggests') continue
      for (const target of alternatives.flat()) if (!isExcluded(target)) reached.add(target)
    }
  }
  const key = ({ name, arch }: PackageVersion) => `${name}:${arch}`
  return [...reached].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function formatVersion(version: PackageVersion, id: number, { recommends }: Goal): string {
  const fields = passedOn
    .filter((name) => name !== 'Recommends' || recommends)
    .flatMap((name): [string, string][] => {
      const value = version.stanza.get(name)
      return value === undefined ? [] : [[name, value]]
    })
  return formatStanza([
    ...fields,
    ['APT-ID', String(id)],
    ['APT-Pin', '500'],
    ['APT-Candidate', 'yes'],
  ])
}
