import { formatLockfile } from '@apt2ostree/lockfile'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offersOf, packageStanza } from '../test/offers.js'
import { checkLock } from './check-lock.js'
import { lock } from './lock.js'
import { UnsatisfiableError } from './unsatisfiable-error.js'

const names = ['a', 'b', 'c', 'd', 'e', 'f']

/** A package's relations: Depends as lists of alternatives, Conflicts and Provides. */
const relations = fc.record({
  depends: fc.array(fc.subarray(names, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  conflicts: fc.subarray(names, { maxLength: 2 }),
  provides: fc.subarray(['v', ...names], { maxLength: 1 }),
})
const archives = fc.tuple(...names.map(() => relations))

type Archive = (typeof archives extends fc.Arbitrary<infer T> ? T : never)[number][]

function stanzasOf(archive: Archive): string[] {
  return archive.map(({ depends, conflicts, provides }, i) =>
    packageStanza(
      `${names[i]} 1`,
      [
        depends.length > 0 ? `Depends: ${depends.map((any) => any.join(' | ')).join(', ')}` : '',
        conflicts.length > 0 ? `Conflicts: ${conflicts.join(', ')}` : '',
        provides.length > 0 ? `Provides: ${provides.join(', ')}` : '',
      ].join('\n'),
    ),
  )
}

/** Whether some set of packages with `a` in it is closed and free of conflicts, by trying all. */
function isSatisfiable(archive: Archive): boolean {
  return Array.from({ length: 2 ** names.length }, (_, bits) => bits).some((bits) => {
    const chosen = names.flatMap((name, i) => ((bits >> i) & 1 ? [{ name, ...archive[i] }] : []))
    const offers = (name: string, self?: string) =>
      chosen.some(
        (other) => other.name !== self && (other.name === name || other.provides?.includes(name)),
      )
    return (
      chosen.some(({ name }) => name === 'a') &&
      chosen.every(
        ({ name, depends = [], conflicts = [] }) =>
          depends.every((any) => any.some((wanted) => offers(wanted))) &&
          !conflicts.some((other) => other !== name && offers(other, name)) &&
          !(conflicts.includes(name) && offers(name, name)),
      )
    )
  })
}

async function attempt(stanzas: string[]): Promise<string> {
  const offers = await offersOf(stanzas)
  try {
    const made = lock({ offers, architecture: 'amd64', requests: ['a'] })
    expect(checkLock(made)).toEqual([])
    return formatLockfile(made)
  } catch (error) {
    if (error instanceof UnsatisfiableError) return error.message
    throw error
  }
}

describe('resolve', { timeout: 30_000 }, () => {
  it('finds an answer exactly where there is one', async () => {
    await fc.assert(
      fc.asyncProperty(archives, async (archive) => {
        const answer = await attempt(stanzasOf(archive))
        expect(answer.startsWith('Lockfile-Version')).toBe(isSatisfiable(archive))
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same answer whatever the order of the stanzas', async () => {
    await fc.assert(
      fc.asyncProperty(
        archives,
        fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
        async (archive, keys) => {
          const stanzas = stanzasOf(archive)
          const shuffled = stanzas
            .map((stanza, i) => ({ stanza, key: keys[i] ?? 0 }))
            .sort((a, b) => a.key - b.key)
          expect(await attempt(shuffled.map(({ stanza }) => stanza))).toBe(await attempt(stanzas))
        },
      ),
      { numRuns: 300 },
    )
  })
})
