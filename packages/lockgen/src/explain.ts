import { formatAlternative } from '@apt2ostree/deb822'
import { describeIndex } from './archive-index.js'
import type { Reason } from './encoding.js'
import type { PackageVersion } from './package-version.js'
import type { Conflict, Requirement } from './relations-of.js'
import type { Clause } from './solver/clause.js'
import type { Universe } from './universe.js'

/**
 * Returns a proof, a line for each step, that clauses cannot all hold: each line but the last
 * follows from what was asked for and the lines above it.
 */
export function explainContradiction(
  clauses: readonly Clause<Reason>[],
  universe: Universe,
): string[] {
  const lines = inferenceOrder(clauses).flatMap(({ reason }) =>
    reason === undefined ? [] : [explain(reason, universe)],
  )
  return ['cannot satisfy the requests:', ...lines]
}

/** Clauses in an order in which each is reached from those before: facts first, then what they force. */
function inferenceOrder(clauses: readonly Clause<Reason>[]): Clause<Reason>[] {
  const known = new Set<number>()
  const waiting = [...clauses]
  const ordered: Clause<Reason>[] = []
  while (waiting.length > 0) {
    const open = ({ literals }: Clause<Reason>) =>
      literals.filter((literal) => !known.has(-literal)).length
    const next = waiting.reduce((best, clause) => (open(clause) < open(best) ? clause : best))
    waiting.splice(waiting.indexOf(next), 1)
    ordered.push(next)
    for (const literal of next.literals) if (!known.has(-literal)) known.add(literal)
  }
  return ordered
}

function explain(reason: Reason, universe: Universe): string {
  const name = (version: PackageVersion) => {
    const place = version.indexes.length === 0 ? '' : ` (${describeIndex(version.indexes[0])})`
    return `${version.describe(universe.architecture)}${place}`
  }
  switch (reason.kind) {
    case 'request':
      return `${name(reason.version)} is asked for`
    case 'exclusion':
      return `${name(reason.version)} must stay out`
    case 'requirement':
      return `${name(reason.version)} ${explainRequirement(reason.requirement, universe, name)}`
    case 'conflict':
      return `${name(reason.version)} ${explainConflict(reason.conflict)}${name(reason.other)}`
  }
}

function explainRequirement(
  { dependency, alternatives }: Requirement,
  universe: Universe,
  name: (version: PackageVersion) => string,
): string {
  const asked = dependency.alternatives.map(formatAlternative).join(' | ')
  const verb = dependency.field === 'Pre-Depends' ? 'pre-depends on' : 'depends on'
  const found = [...new Set(alternatives.flat())].map(name)
  if (found.length > 0) return `${verb} ${asked}: ${found.join(' or ')}`
  const others = dependency.alternatives.flatMap((alternative) =>
    universe.named(alternative.name).flatMap((other) => universe.candidate(other) ?? []),
  )
  const instead =
    others.length === 0 ? 'nothing has that name' : `only ${others.map(name).join(', ')}`
  return `${verb} ${asked}, but there is ${instead}`.replace('there is nothing', 'nothing')
}

function explainConflict({ dependency }: Conflict): string {
  if (dependency === undefined) return 'cannot be installed together with '
  const verb = dependency.field === 'Conflicts' ? 'conflicts with' : 'breaks'
  return `${verb} ${dependency.alternatives.map(formatAlternative).join(' | ')}: `
}
