import { formatAlternative } from '@apt2ostree/deb822'
import type { Reason } from './encoding.js'
import { describeIndex } from './offers/describe-index.js'
import type { Clause } from './solver/clause.js'
import type { PackageVersion } from './universe/package-version.js'
import type { Conflict } from './universe/relations-of.js'
import type { Universe } from './universe/universe.js'

/**
 * Returns a proof, a line for each step, that clauses cannot all hold: what is asked for, then what
 * that leads to step by step, then what stands in the way of it.
 */
export function explainContradiction(
  clauses: readonly Clause<Reason>[],
  universe: Universe,
): string[] {
  const reasons = clauses.flatMap(({ reason }) => reason ?? [])
  const lines = proofOrder(reasons).map((reason) => explain(reason, universe))
  return ['cannot satisfy the requests:', ...lines]
}

function proofOrder(reasons: readonly Reason[]): Reason[] {
  const leading = new Map<PackageVersion, Reason[]>()
  for (const reason of reasons) {
    if (targetsOf(reason).length === 0) continue
    const known = leading.get(reason.version)
    if (known === undefined) leading.set(reason.version, [reason])
    else known.push(reason)
  }
  const requests = reasons.filter(({ kind }) => kind === 'request')
  const ordered = new Set(requests)
  const reached = new Set(requests.map(({ version }) => version))
  for (const version of reached) {
    for (const reason of leading.get(version) ?? []) {
      ordered.add(reason)
      for (const target of targetsOf(reason)) reached.add(target)
    }
  }
  return [...new Set([...ordered, ...reasons])]
}

/** The versions that a reason makes necessary, any of them. */
function targetsOf(reason: Reason): PackageVersion[] {
  return reason.kind === 'requirement' ? [...new Set(reason.requirement.alternatives.flat())] : []
}

function explain(reason: Reason, universe: Universe): string {
  const name = (version: PackageVersion) => {
    const place = version.indexes.length === 0 ? '' : ` (${describeIndex(version.indexes[0])})`
    return `${version.describe(universe.architecture)}${place}`
  }
  switch (reason.kind) {
    case 'request':
      return `${name(reason.version)} ${explainRequest(reason.version)}`
    case 'exclusion':
      return `${name(reason.version)} must stay out`
    case 'requirement':
      return `${name(reason.version)} ${explainRequirement(reason, universe, name)}`
    case 'conflict':
      return `${name(reason.version)} ${explainConflict(reason.conflict)}${name(reason.other)}`
  }
}

function explainRequest(version: PackageVersion): string {
  if (version.isEssential) return 'is Essential'
  return version.priority === 1 ? 'has Priority: required' : 'is asked for'
}

function explainRequirement(
  reason: Extract<Reason, { kind: 'requirement' }>,
  universe: Universe,
  name: (version: PackageVersion) => string,
): string {
  const { dependency } = reason.requirement
  const asked = dependency.alternatives.map(formatAlternative).join(' | ')
  const verb = dependency.field === 'Pre-Depends' ? 'pre-depends on' : 'depends on'
  const found = targetsOf(reason).map(name)
  if (found.length > 0) return `${verb} ${asked}: ${found.join(' or ')}`
  const others = dependency.alternatives.flatMap((alternative) =>
    universe.named(alternative.name).flatMap((other) => universe.candidate(other) ?? []),
  )
  if (others.length === 0) return `${verb} ${asked}, but nothing has that name`
  return `${verb} ${asked}, but there is only ${others.map(name).join(', ')}`
}

function explainConflict({ dependency }: Conflict): string {
  if (dependency === undefined) return 'cannot be installed together with '
  const verb = dependency.field === 'Conflicts' ? 'conflicts with' : 'breaks'
  return `${verb} ${dependency.alternatives.map(formatAlternative).join(' | ')}: `
}
