import type { Alternative, Stanza } from '@apt2ostree/deb822'
import type { ArchiveIndex } from './archive-index.js'
import { type Dependency, parseDependencies, parseProvides } from './dependency.js'

/** How it behaves beside packages of other architectures; `Architecture: all` cannot be `same`. */
export type MultiArch = 'no' | 'same' | 'foreign' | 'allowed'

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
  /** The indexes that offer it, first seen first; none for Packages text without index stanzas. */
  readonly indexes: ArchiveIndex[] = []
  #dependencies: readonly Dependency[] | undefined
  #provides: readonly Alternative[] | undefined
  #multiArch: MultiArch | undefined
  #priority: number | undefined

  constructor(
    identity: { name: string; version: string; architecture: string; arch: string },
    stanza: Stanza,
  ) {
    this.name = identity.name
    this.version = identity.version
    this.architecture = identity.architecture
    this.arch = identity.arch
    this.stanza = stanza
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

function parseMultiArch(value: string | undefined, architecture: string): MultiArch {
  if (value === 'foreign' || value === 'allowed') return value
  return value === 'same' && architecture !== 'all' ? 'same' : 'no'
}

function parsePriority(value: string | undefined): number {
  if (value === undefined) return 0
  return priorities.indexOf(value.toLowerCase()) + 1 || priorities.length
}
