import { FieldSet } from '@apt2ostree/deb822'
import type { Offer } from './read-offers.js'
import { eachRelationName, type TakeName } from './relation-names.js'

/** What numbers names, in the order apt reads it from a stanza (debListParser::NewVersion). */
const fields = new FieldSet([
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
])

/** Where the relations begin among them, Provides apart. */
const firstRelation = fields.names.indexOf('Pre-Depends')

/** Those that give numbers only to names that no architecture has yet. */
const negativeFields = ['Conflicts', 'Breaks', 'Replaces'].map((name) => fields.names.indexOf(name))

/**
 * The order in which apt's cache would come to know the packages (pkgCacheGenerator::NewPackage):
 * a package gets its number where its name is first seen, be it in another's relations. apt breaks
 * ties between providers by it and marks requests in it. Stanzas count in canonical order, so that
 * no other order changes an answer.
 */
export class CreationOrder {
  readonly #offers: readonly Offer[]
  readonly #native: string
  /** By architecture, then name. */
  readonly #ranks: ReadonlyMap<string, Map<string, number>>
  /** The same, without the architectures. */
  readonly #all: readonly Map<string, number>[]
  /** Of the architecture of the stanza that is being read; undefined for one that is not wanted. */
  #current: Map<string, number> | undefined
  #next = 0
  #count = 0

  readonly #takeEach: TakeName = (name, isQualified) => {
    if (!isQualified) this.#see(name)
  }

  readonly #takeUnknown: TakeName = (name, isQualified) => {
    if (!isQualified && !this.#all.some((ranks) => ranks.has(name))) this.#see(name)
  }

  /** `offers` are in canonical order; `architectures` has the native one first. */
  constructor(offers: readonly Offer[], architectures: readonly string[]) {
    this.#offers = offers
    this.#native = architectures[0] ?? ''
    this.#ranks = new Map(architectures.map((arch) => [arch, new Map()]))
    this.#all = [...this.#ranks.values()]
  }

  /** Returns the number of a package that some index has; lower is earlier. */
  rank(name: string, arch: string): number {
    const ranks = this.#ranks.get(arch)
    for (;;) {
      const rank = ranks?.get(name)
      if (rank !== undefined) return rank
      const offer = this.#offers[this.#next++]
      if (offer === undefined) return Number.MAX_SAFE_INTEGER
      this.#read(offer)
    }
  }

  #read({ stanza }: Offer): void {
    const values = stanza.getAll(fields)
    const [name = '', architecture = '', multiArch, provides] = values
    this.#current = this.#ranks.get(architecture === 'all' ? this.#native : architecture)
    this.#see(name)
    for (let i = firstRelation; i < values.length; i++) {
      const value = values[i]
      if (value === undefined) continue
      eachRelationName(value, negativeFields.includes(i) ? this.#takeUnknown : this.#takeEach)
    }
    if (provides === undefined) return
    const isForeign = multiArch === 'foreign'
    if (isForeign) this.#current = this.#ranks.get(this.#native)
    eachRelationName(provides, isForeign ? this.#takeUnknown : this.#takeEach)
  }

  #see(name: string): void {
    if (this.#current?.has(name) === false) this.#current.set(name, this.#count++)
  }
}
