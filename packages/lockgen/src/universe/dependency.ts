import {
  type Alternative,
  Deb822Error,
  parseRelations,
  type Relation,
  type Stanza,
} from '@apt2ostree/deb822'
import { LockgenError } from '../errors.js'

/** The relation fields that decide what may be together, in the order apt keeps them. */
const fields = ['Pre-Depends', 'Depends', 'Conflicts', 'Breaks', 'Recommends', 'Suggests'] as const

type DependencyField = (typeof fields)[number]

/** One relation of a version: any of its alternatives will do, or, for Conflicts and Breaks, none may be there. */
export interface Dependency {
  readonly field: DependencyField
  readonly alternatives: readonly Alternative[]
}

/** Returns whether it forbids rather than asks. */
export function isNegative({ field }: Dependency): boolean {
  return field === 'Conflicts' || field === 'Breaks'
}

/** Returns whether a version that lacks it is broken. */
export function isCritical({ field }: Dependency): boolean {
  return field !== 'Recommends' && field !== 'Suggests'
}

/**
 * Returns the relations of a stanza in apt's order.
 * Throws `LockgenError` naming package, field and line for one that does not parse.
 */
export function parseDependencies(stanza: Stanza): Dependency[] {
  return fields.flatMap((field) =>
    readRelations(stanza, field).map((alternatives) => ({ field, alternatives })),
  )
}

/** Returns what a stanza provides; relations other than `=` are ignored, as apt does. */
export function parseProvides(stanza: Stanza): Alternative[] {
  return readRelations(stanza, 'Provides')
    .flat()
    .filter(({ constraint }) => constraint === undefined || constraint.operator === '=')
}

function readRelations(stanza: Stanza, field: string): Relation[] {
  const value = stanza.get(field)
  if (value === undefined) return []
  try {
    return parseRelations(value)
  } catch (cause) {
    if (!(cause instanceof Deb822Error)) throw cause
    throw new LockgenError(
      'ERR_LOCKGEN_INDEX',
      `cannot read ${field} of ${stanza.get('Package')} (stanza at line ${stanza.line})`,
      { cause },
    )
  }
}
