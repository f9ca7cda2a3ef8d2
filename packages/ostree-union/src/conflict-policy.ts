import { parseRelations, parseStanza, type Stanza, satisfiesConstraint } from '@apt2ostree/deb822'
import type { Layer } from './layer.js'

/** What happens when two layers differ at a path and neither may replace the other's file. */
export type OnConflict = 'error' | 'first' | 'last'

/** Whose file stays, or that nobody can say. */
export type Verdict = 'first' | 'second' | 'conflict'

/** Decides between two layers, by their positions; `first` is the smaller. */
export type ConflictPolicy = (first: number, second: number) => Verdict

/**
 * The policy that dpkg has for the layers' packages, then `onConflict`. A package whose Replaces
 * names the other keeps its file in either order (does_replace and tarobject in dpkg's
 * src/main/archives.c): real names only, with the version that the other has.
 */
export function conflictPolicy(layers: readonly Layer[], onConflict: OnConflict): ConflictPolicy {
  const stanzas = new Map<number, Stanza | undefined>()
  const stanzaOf = (index: number) => {
    if (!stanzas.has(index)) {
      const control = layers[index]?.control
      stanzas.set(index, control === undefined ? undefined : parseStanza(control))
    }
    return stanzas.get(index)
  }
  return (first, second) => {
    const [a, b] = [stanzaOf(first), stanzaOf(second)]
    if (a !== undefined && b !== undefined) {
      if (replaces(b, a)) return 'second'
      if (replaces(a, b)) return 'first'
    }
    if (onConflict === 'error') return 'conflict'
    return onConflict === 'first' ? 'first' : 'second'
  }
}

function replaces(newer: Stanza, older: Stanza): boolean {
  const name = older.get('Package')
  const version = older.get('Version') ?? ''
  return parseRelations(newer.get('Replaces') ?? '').some((alternatives) =>
    alternatives.some(
      (alternative) =>
        alternative.name === name && satisfiesConstraint(version, alternative.constraint),
    ),
  )
}
