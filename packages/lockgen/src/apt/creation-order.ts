import type { Offer } from '../universe/read-offers.js'

/** What numbers names, in the order apt reads it from a stanza (debListParser::NewVersion). */
const fields = [
  'Package',
  'Architecture',
  'Multi-Arch',
  'Provides',
  'Pre-Depends',
  'Depends',
  'Conflicts',
  'Breaks',
  'Recommends',
  'Suggests',
  'Replaces',
  'Enhances',
]

/** Those that give numbers only to names that no architecture has yet. */
const negativeFields = [2, 3, 6]

const sortFields = ['Package', 'Source', 'Version']

interface SortKey {
  readonly index: number
  readonly source: string
  readonly name: string
  readonly version: string
}

/**
 * The order in which apt's cache would come to know the packages (pkgCacheGenerator::NewPackage):
 * a package gets its number where its name is first seen, be it in another's relations. apt breaks
 * ties between providers by it and marks requests in it. Stanzas count in the order Debian's
 * archives have them, by source package and name, so that no other order changes an answer.
 */
export class CreationOrder {
  readonly #offers: readonly Offer[]
  readonly #native: string
  readonly #ranks = new Map<string, Map<string, number>>()
  #pending: readonly Offer[] | undefined
  #next = 0
  #count = 0

  /** `architectures` has the native one first. */
  constructor(offers: readonly Offer[], architectures: readonly string[]) {
    this.#offers = offers
    this.#native = architectures[0] ?? ''
    for (const arch of architectures) this.#ranks.set(arch, new Map())
  }

  /** Returns the number of a package that some index has; lower is earlier. */
  rank(name: string, arch: string): number {
    const ranks = this.#ranks.get(arch)
    for (;;) {
      const rank = ranks?.get(name)
      if (rank !== undefined) return rank
      this.#pending ??= canonicalOrder(this.#offers)
      const offer = this.#pending[this.#next++]
      if (offer === undefined) return Number.MAX_SAFE_INTEGER
      this.#read(offer)
    }
  }

  #read({ stanza }: Offer): void {
    const [name = '', architecture = '', multiArch, provides, ...relations] = stanza.getAll(fields)
    const arch = architecture === 'all' ? this.#native : architecture
    this.#see(name, arch)
    relations.forEach((value, i) => {
      if (value === undefined) return
      const isNegative = negativeFields.includes(i)
      for (const target of relationNames(value)) {
        if (!isNegative || !this.#isKnown(target)) this.#see(target, arch)
      }
    })
    if (provides === undefined) return
    for (const target of relationNames(provides)) {
      if (multiArch !== 'foreign') this.#see(target, arch)
      else if (!this.#isKnown(target)) this.#see(target, this.#native)
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

function canonicalOrder(offers: readonly Offer[]): readonly Offer[] {
  const indexes = new Map<unknown, number>()
  const keyOf = ({ index, stanza }: Offer): SortKey => {
    if (!indexes.has(index)) indexes.set(index, indexes.size)
    const [name = '', source = name, version = ''] = stanza.getAll(sortFields)
    const space = source.indexOf(' ')
    return {
      index: indexes.get(index) ?? 0,
      source: space < 0 ? source : source.slice(0, space),
      name,
      version,
    }
  }
  let last: SortKey | undefined
  const isSorted = offers.every((offer) => {
    const key = keyOf(offer)
    const isInOrder = last === undefined || compareKeys(last, key) <= 0
    last = key
    return isInOrder
  })
  if (isSorted) return offers
  const keyed = offers.map((offer) => ({ offer, key: keyOf(offer) }))
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ offer }) => offer)
}

function compareKeys(a: SortKey, b: SortKey): number {
  return (
    a.index - b.index ||
    compareText(a.source, b.source) ||
    compareText(a.name, b.name) ||
    compareText(a.version, b.version)
  )
}

/** The names of a relation field that have no qualifier, without looking at anything else in it. */
function relationNames(value: string): string[] {
  return value.match(/(?<=^|[,|]\s*)[^\s,|([<:]+(?![^\s,|([<])/g) ?? []
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
