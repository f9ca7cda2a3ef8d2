import type { Offer } from './read-offers.js'

/** Where a stanza stands in an archive: Debian's are sorted by source package, then name. */
interface Place {
  readonly offer: Offer
  /** The number of its index, in the order of their coming. */
  readonly index: number
  readonly source: string
  readonly name: string
}

/**
 * Brings offers into the order in which Debian's archives list them, index after index, whatever
 * the order they come in. They mostly come in it, which is found out on the way.
 */
export class CanonicalOrder {
  readonly #places: Place[] = []
  readonly #indexes = new Map<unknown, number>()
  #isSorted = true

  /** Takes the next offer; `source` is its Source field. */
  add(offer: Offer, name: string, source = name): void {
    const space = source.indexOf(' ')
    const last = this.#places.at(-1)
    const place = {
      offer,
      index: this.#number(offer.index, last),
      source: space < 0 ? source : source.slice(0, space),
      name,
    }
    if (last !== undefined && comparePlaces(last, place) > 0) this.#isSorted = false
    this.#places.push(place)
  }

  /** Returns all offers taken so far, in order. */
  offers(): Offer[] {
    const places = this.#isSorted ? this.#places : this.#places.toSorted(comparePlaces)
    return places.map(({ offer }) => offer)
  }

  #number(index: unknown, last: Place | undefined): number {
    if (last !== undefined && last.offer.index === index) return last.index
    const number = this.#indexes.get(index) ?? this.#indexes.size
    this.#indexes.set(index, number)
    return number
  }
}

function comparePlaces(a: Place, b: Place): number {
  return (
    a.index - b.index ||
    compareText(a.source, b.source) ||
    compareText(a.name, b.name) ||
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
