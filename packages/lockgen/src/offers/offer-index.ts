import { FieldSet } from '@apt2ostree/deb822'
import { LockgenError } from '../errors.js'
import { CanonicalOrder } from './canonical-order.js'
import { CreationOrder } from './creation-order.js'
import type { Offer } from './read-offers.js'
import { eachRelationName } from './relation-names.js'

/** What is looked at in every stanza; all else waits until a package is asked for. */
const fields = new FieldSet(['Package', 'Provides', 'Essential', 'Priority', 'Source'])

/**
 * Finds offers by name, and the names that every system may need. It costs a pass over all stanzas:
 * make it once where several locks are made from the same offers.
 */
export class OfferIndex {
  /** In the order given. */
  readonly offers: readonly Offer[]
  /** Names with `Essential: yes` in some offer. */
  readonly essential = new Set<string>()
  /** Names with `Priority: required` in some offer. */
  readonly required = new Set<string>()
  /** One offer or several: most names have one. */
  readonly #byName = new Map<string, Offer | Offer[]>()
  /** The names that provide it, some more than once. */
  readonly #providers = new Map<string, string | string[]>()
  readonly #canonical = new CanonicalOrder()
  readonly #orders = new Map<string, CreationOrder>()

  /** Throws `LockgenError` naming the line of a stanza without a name. */
  constructor(offers: Iterable<Offer>) {
    this.offers = [...offers]
    for (const offer of this.offers) this.#add(offer)
  }

  names(): Iterable<string> {
    return this.#byName.keys()
  }

  named(name: string): readonly Offer[] {
    return [this.#byName.get(name) ?? []].flat()
  }

  /** Returns the names whose Provides field has that name in some offer. */
  providers(name: string): string[] {
    return [...new Set([this.#providers.get(name) ?? []].flat())]
  }

  /** Returns the order in which apt would come to know the packages; the native architecture first. */
  creationOrder(architectures: readonly string[]): CreationOrder {
    const key = architectures.join(' ')
    const order =
      this.#orders.get(key) ?? new CreationOrder(this.#canonical.offers(), architectures)
    this.#orders.set(key, order)
    return order
  }

  #add(offer: Offer): void {
    const [name, provides, essential, priority, source] = offer.stanza.getAll(fields)
    if (name === undefined || name === '') {
      const { line } = offer.stanza
      throw new LockgenError(
        'ERR_LOCKGEN_INDEX',
        `cannot read the stanza at line ${line}: it has no Package`,
      )
    }
    this.#canonical.add(offer, name, source)
    append(this.#byName, name, offer)
    if (essential === 'yes') this.essential.add(name)
    if (priority === 'required') this.required.add(name)
    if (provides === undefined) return
    eachRelationName(provides, (provided) => append(this.#providers, provided, name))
  }
}

/** Adds a value to what a key has; the first needs no list, which spares one for nearly every key. */
function append<T>(map: Map<string, T | T[]>, key: string, value: T): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, value)
  else if (Array.isArray(known)) known.push(value)
  else map.set(key, [known, value])
}
