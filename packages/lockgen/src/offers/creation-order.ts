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
  readonly #ranks = new Map<string, Map<string, number>>()
  #next = 0
  #count = 0
  /** Of the stanza that is being read. */
  #arch = ''

  readonly #takeEach: TakeName = (name, isQualified) => {
    if (!isQualified) this.#see(name, this.#arch)
  }

  readonly #takeUnknown: TakeName = (name, isQualified) => {
    if (!isQualified && !this.#isKnown(name)) this.#see(name, this.#arch)
  }

  /** `offers` are in canonical order; `architectures` has the native one first. */
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
      const offer = this.#offers[this.#next++]
      if (offer === undefined) return Number.MAX_SAFE_INTEGER
      this.#read(offer)
    }
  }

  #read({ stanza }: Offer): void {
    const values = stanza.getAll(fields)
    const [name = '', architecture = '', multiArch, provides] = values
    this.#arch = architecture === 'all' ? this.#native : architecture
    this.#see(name, this.#arch)
    for (let i = firstRelation; i < values.length; i++) {
      const value = values[i]
      if (value === undefined) continue
      eachRelationName(value, negativeFields.includes(i) ? this.#takeUnknown : this.#takeEach)
    }
    if (provides === undefined) return
    const isForeign = multiArch === 'foreign'
    if (isForeign) this.#arch = this.#native
    eachRelationName(provides, isForeign ? this.#takeUnknown : this.#takeEach)
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
