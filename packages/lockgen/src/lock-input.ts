import type { LockOptions } from '@apt2ostree/lockfile'
import type { Previous } from './keep-previous.js'
import type { OfferIndex } from './offers/offer-index.js'
import type { Offer } from './offers/read-offers.js'
import { digestPins } from './pins/digest-pins.js'
import { createPriorities } from './pins/pin-priority.js'
import type { Pin } from './pins/preferences.js'
import { Universe } from './universe/universe.js'

/** What a lock is made from. */
export interface LockInput {
  /** Every package of every index: what `readOffers` returns, indexed where it is used again. */
  readonly offers: Iterable<Offer> | OfferIndex
  readonly architecture: string
  readonly foreignArchitectures?: readonly string[]
  /** In apt-get's spelling, see `parseRequest`. */
  readonly requests: readonly string[]
  readonly options?: Partial<Omit<LockOptions, 'preferences'>>
  /** Preferences on top of what the Release files say; none of the host's own count. */
  readonly pins?: readonly Pin[]
  /** A lock to move away from no more than needed. */
  readonly previous?: Previous
  /** Told of what was passed over, such as a stanza that does not parse. */
  readonly onWarning?: (message: string) => void
}

/** Returns the packages that the offers make up, ranked by the pins. */
export function openUniverse(input: LockInput): Universe {
  const { offers, architecture, foreignArchitectures = [], pins = [], onWarning } = input
  return new Universe(offers, {
    architecture,
    foreignArchitectures,
    priorities: createPriorities(pins, architecture),
    ...(onWarning && { onWarning }),
  })
}

/** Returns the options, with Essential and Priority: required packages unless switched off. */
export function lockOptions({ options, pins = [] }: LockInput): LockOptions {
  const preferences = digestPins(pins)
  return {
    recommends: false,
    essential: true,
    required: true,
    exclude: [],
    ...options,
    ...(preferences !== undefined && { preferences }),
  }
}
