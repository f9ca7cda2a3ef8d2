import type { Offer } from '../universe/read-offers.js'

/** Where a stanza stands in an archive: Debian's are sorted by source package, then name. */
interface Place {
  readonly offer: Offer
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
    const place = { offer, source: space < 0 ? source : source.slice(0, space), name }
    if (!this.#indexes.has(offer.index)) this.#indexes.set(offer.index, this.#indexes.size)
    const last = this.#places.at(-1)
    if (last !== undefined && this.#compare(last, place) > 0) this.#isSorted = false
    this.#places.push(place)
  }

  /** Returns all offers taken so far, in order. */
  offers(): Offer[] {
    const places = this.#isSorted
      ? this.#places
      : this.#places.toSorted((a, b) => this.#compare(a, b))
    return places.map(({ offer }) => offer)
  }

  #compare(a: Place, b: Place): number {
    return (
      this.#rank(a) - this.#rank(b) ||
      compareText(a.source, b.source) ||
      compareText(a.name, b.name) ||
      compareText(version(a), version(b))
    )
  }

  #rank({ offer }: Place): number {
    return this.#indexes.get(offer.index) ?? 0
  }
}

function version({ offer }: Place): string {
  return offer.stanza.get('Version') ?? ''
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
