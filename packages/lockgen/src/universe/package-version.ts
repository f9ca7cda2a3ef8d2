import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import type { Alternative, Stanza } from '@apt2ostree/deb822'
import { LockgenError } from '../errors.js'
import type { Offer } from '../offers/read-offers.js'
import { type Dependency, parseDependencies, parseProvides } from './dependency.js'

/** How it behaves beside packages of other architectures; `Architecture: all` cannot be `same`. */
export type MultiArch = 'no' | 'same' | 'foreign' | 'allowed'

/** How much versions are wanted, see apt_preferences(5). */
export interface Priorities {
  /** Returns the priority of a version; at 0 and below it is no candidate. */
  of(version: PackageVersion): number
  /** Returns whether nothing may come from an index, whatever else offers the same. */
  isNever(index: ArchiveIndex): boolean
}

/** apt's ranks of priorities, from 1; 0 is no priority at all, which it ranks first. */
const priorities = ['required', 'important', 'standard', 'optional', 'extra']

/** One version of a package as an archive offers it. What is costly is read when first asked for. */
export class PackageVersion {
  readonly name: string
  readonly version: string
  /** As its stanza says: an architecture or `all`. */
  readonly architecture: string
  /** The architecture it counts for: the native one for `all`. */
  readonly arch: string
  readonly stanza: Stanza
  /** Where it is offered, first seen first. */
  readonly offers: Offer[]
  #dependencies: readonly Dependency[] | undefined
  #provides: readonly Alternative[] | undefined
  #multiArch: MultiArch | undefined
  #priority: number | undefined

  /** Use `makeVersion`. */
  constructor(
    identity: { name: string; version: string; architecture: string; arch: string },
    offer: Offer,
  ) {
    this.name = identity.name
    this.version = identity.version
    this.architecture = identity.architecture
    this.arch = identity.arch
    this.stanza = offer.stanza
    this.offers = [offer]
  }

  /** The indexes that offer it; none for Packages text without index stanzas. */
  get indexes(): ArchiveIndex[] {
    return this.offers.flatMap(({ index }) => index ?? [])
  }

  /** Returns its relations in apt's order. Throws `LockgenError` for one that does not parse. */
  get dependencies(): readonly Dependency[] {
    this.#dependencies ??= parseDependencies(this.stanza)
    return this.#dependencies
  }

  /** Returns what it provides, versioned or not. Throws `LockgenError` when that does not parse. */
  get provides(): readonly Alternative[] {
    this.#provides ??= parseProvides(this.stanza)
    return this.#provides
  }

  get multiArch(): MultiArch {
    this.#multiArch ??= parseMultiArch(this.stanza.get('Multi-Arch'), this.architecture)
    return this.#multiArch
  }

  /** apt's rank: 1 for required to 5 for extra and unknown words, 0 for none. */
  get priority(): number {
    this.#priority ??= parsePriority(this.stanza.get('Priority'))
    return this.#priority
  }

  get isEssential(): boolean {
    return this.stanza.get('Essential') === 'yes'
  }

  /** `Important: yes` or `Protected: yes`: preferred, but installed only when asked for. */
  get isImportant(): boolean {
    return this.stanza.get('Important') === 'yes' || this.stanza.get('Protected') === 'yes'
  }

  /** Name of its source package. */
  get source(): string {
    return this.stanza.get('Source')?.split(' ', 1)[0] ?? this.name
  }

  /** `name version`, with the architecture where it is not `nativeArchitecture`. */
  describe(nativeArchitecture: string): string {
    const suffix = this.arch === nativeArchitecture ? '' : `:${this.arch}`
    return `${this.name}${suffix} ${this.version}`
  }
}

/**
 * Returns the version that an offer is of.
 * Throws `LockgenError` naming the line of a stanza that does not say.
 */
export function makeVersion(offer: Offer, nativeArchitecture: string): PackageVersion {
  const { stanza } = offer
  const required = (field: string): string => {
    const value = stanza.get(field)
    if (value !== undefined && value !== '') return value
    throw new LockgenError(
      'ERR_LOCKGEN_INDEX',
      `cannot read the stanza of ${stanza.get('Package')} at line ${stanza.line}: it has no ${field}`,
    )
  }
  const architecture = required('Architecture')
  return new PackageVersion(
    {
      name: required('Package'),
      version: required('Version'),
      architecture,
      arch: architecture === 'all' ? nativeArchitecture : architecture,
    },
    offer,
  )
}

function parseMultiArch(value: string | undefined, architecture: string): MultiArch {
  if (value === 'foreign' || value === 'allowed') return value
  return value === 'same' && architecture !== 'all' ? 'same' : 'no'
}

function parsePriority(value: string | undefined): number {
  if (value === undefined) return 0
  return priorities.indexOf(value.toLowerCase()) + 1 || priorities.length
}
