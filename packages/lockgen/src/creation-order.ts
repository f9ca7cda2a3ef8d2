import type { Stanza } from '@apt2ostree/deb822'
import type { PackageVersion } from './package-version.js'
import type { Universe } from './universe.js'

/** The relation fields in the order apt reads them from a stanza (debListParser::NewVersion). */
const relationFields = [
  'Pre-Depends',
  'Depends',
  'Conflicts',
  'Breaks',
  'Recommends',
  'Suggests',
  'Replaces',
  'Enhances',
]

const negativeFields = new Set(['Conflicts', 'Breaks', 'Replaces'])

/**
 * The order in which apt's cache would come to know the packages (pkgCacheGenerator::NewPackage):
 * a package gets its number where its name is first seen, be it in another's relations. apt breaks
 * ties between providers by it and marks requests in it. Stanzas count in the order Debian's
 * archives have them, by source package and name, so that no other order changes an answer.
 */
export class CreationOrder {
  readonly #universe: Universe
  readonly #ranks = new Map<string, Map<string, number>>()
  #pending: PackageVersion[] | undefined
  #next = 0
  #count = 0

  constructor(universe: Universe) {
    this.#universe = universe
    for (const arch of universe.architectures) this.#ranks.set(arch, new Map())
  }

  /** Returns the number of a package that some index has; lower is earlier. */
  rank(name: string, arch: string): number {
    const ranks = this.#ranks.get(arch)
    for (;;) {
      const rank = ranks?.get(name)
      if (rank !== undefined) return rank
      this.#pending ??= canonicalOrder(this.#universe.versions)
      const version = this.#pending[this.#next++]
      if (version === undefined) return Number.MAX_SAFE_INTEGER
      this.#read(version)
    }
  }

  #read({ name, arch, stanza }: PackageVersion): void {
    this.#see(name, arch)
    for (const field of relationFields) {
      const value = stanza.get(field)
      if (value === undefined) continue
      const isNegative = negativeFields.has(field)
      for (const target of relationNames(value)) {
        if (target.includes(':') || (isNegative && this.#isKnown(target))) continue
        this.#see(target, arch)
      }
    }
    this.#readProvides(stanza, arch)
  }

  #readProvides(stanza: Stanza, arch: string): void {
    const value = stanza.get('Provides')
    if (value === undefined) return
    const isForeign = stanza.get('Multi-Arch') === 'foreign'
    for (const target of relationNames(value)) {
      if (target.includes(':')) continue
      if (!isForeign) this.#see(target, arch)
      else if (!this.#isKnown(target)) this.#see(target, this.#universe.architecture)
    }
  }

  #see(name: string, arch: string): void {
    const ranks = this.#ranks.get(arch)
    if (ranks !== undefined && !ranks.has(name)) ranks.set(name, this.#count++)
  }

  #isKnown(name: string): boolean {
    for (const ranks of this.#ranks.values()) if (ranks.has(name)) return true
    return false
  }
}

function canonicalOrder(versions: readonly PackageVersion[]): PackageVersion[] {
  const indexes = new Map<unknown, number>()
  const keyed = versions.map((version) => {
    const [index] = version.indexes
    if (!indexes.has(index)) indexes.set(index, indexes.size)
    return { version, index: indexes.get(index) ?? 0, source: version.source }
  })
  keyed.sort(
    (a, b) =>
      a.index - b.index ||
      compareText(a.source, b.source) ||
      compareText(a.version.name, b.version.name) ||
      compareText(a.version.version, b.version.version),
  )
  return keyed.map(({ version }) => version)
}

/** The names of a relation field, with their qualifiers, without looking at anything else in it. */
function relationNames(value: string): string[] {
  return value.match(/(?<=^|[,|])\s*[^\s,|([<]+/g)?.map((name) => name.trimStart()) ?? []
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
