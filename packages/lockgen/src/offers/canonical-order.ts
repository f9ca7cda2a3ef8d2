import { compareVersions, FieldSet } from '@apt2ostree/deb822'
import type { Offer } from './read-offers.js'

/** Where a stanza stands in an archive: Debian's are sorted by source package, name, version. */
interface Place {
  readonly offer: Offer
  /** The number of its index, in the order of their coming. */
  readonly index: number
  readonly source: string
  readonly name: string
}

const fields = new FieldSet(['Package', 'Source'])

/**
 * Brings offers into the order in which Debian's archives list them, index after index, whatever
 * the order they come in. They mostly come in it, which is found out on the way.
 */
export class CanonicalOrder {
  readonly #offers: Offer[] = []
  readonly #indexes = new Map<unknown, number>()
  #last: Place | undefined
  #isSorted = true

  /** Takes the next offer; `source` is its Source field. */
  add(offer: Offer, name: string, source: string | undefined): void {
    this.#offers.push(offer)
    const last = this.#last
    const isSameIndex = last !== undefined && last.offer.index === offer.index
    const index = isSameIndex ? last.index : this.#number(offer.index)
    this.#last = { offer, index, source: sourceName(source ?? name), name }
    if (last !== undefined && comparePlaces(last, this.#last) > 0) this.#isSorted = false
  }

  /** Returns all offers taken so far, in order. */
  offers(): readonly Offer[] {
    if (this.#isSorted) return this.#offers
    const places = this.#offers.map((offer): Place => {
      const [name = '', source = name] = offer.stanza.getAll(fields)
      return { offer, index: this.#number(offer.index), source: sourceName(source), name }
    })
    return places.sort(comparePlaces).map(({ offer }) => offer)
  }

  #number(index: unknown): number {
    const number = this.#indexes.get(index) ?? this.#indexes.size
    this.#indexes.set(index, number)
    return number
  }
}

/** A Source field may end in a version. */
function sourceName(source: string): string {
  const space = source.indexOf(' ')
  return space < 0 ? source : source.slice(0, space)
}

function comparePlaces(a: Place, b: Place): number {
  return (
    a.index - b.index ||
    compareText(a.source, b.source) ||
    compareText(a.name, b.name) ||
    compareVersions(version(a), version(b)) ||
    compareText(version(a), version(b))
  )
}

function version({ offer }: Place): string {
  return offer.stanza.get('Version') ?? ''
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
