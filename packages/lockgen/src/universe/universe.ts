import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import { LockgenError } from '../errors.js'
import { OfferIndex } from '../offers/offer-index.js'
import type { Offer } from '../offers/read-offers.js'
import { Package } from './package.js'
import { makeVersion, type PackageVersion, type Priorities } from './package-version.js'

export interface UniverseOptions {
  readonly architecture: string
  readonly foreignArchitectures: readonly string[]
  readonly priorities: Priorities
  /** Told of each version that is left out because its stanza does not parse. */
  readonly onWarning?: (message: string) => void
}

/**
 * Everything that could be installed: the packages of all indexes at once. A name's stanzas are
 * read when it is first asked for, since most never are.
 */
export class Universe {
  /** The native architecture. */
  readonly architecture: string
  /** The native architecture first. */
  readonly architectures: readonly string[]
  readonly index: OfferIndex
  readonly #packages = new Map<string, readonly Package[]>()
  readonly #candidates = new Map<Package, PackageVersion | undefined>()
  /** Versions of which it was said from which archive they are to come. */
  readonly #settled = new Set<PackageVersion>()
  readonly #options: UniverseOptions

  constructor(offers: Iterable<Offer> | OfferIndex, options: UniverseOptions) {
    this.#options = options
    this.architecture = options.architecture
    this.architectures = [options.architecture, ...options.foreignArchitectures]
    this.index = offers instanceof OfferIndex ? offers : new OfferIndex(offers)
    if (this.index.offers.length > 0) return
    throw new LockgenError('ERR_LOCKGEN_INDEX', 'cannot resolve: the indexes hold no packages', {
      hint: `give Packages for ${this.architectures.join(', ')}, as apt-index prints them`,
    })
  }

  /** Returns the packages of that name, one for each architecture that has it, the native first. */
  named(name: string): readonly Package[] {
    let packages = this.#packages.get(name)
    if (packages === undefined) {
      packages = this.#read(name)
      this.#packages.set(name, packages)
    }
    return packages
  }

  /** Returns the package of that name on one architecture. */
  find(name: string, arch: string): Package | undefined {
    return this.named(name).find((found) => found.arch === arch)
  }

  packageOf({ name, arch }: PackageVersion): Package {
    const found = this.find(name, arch)
    if (found === undefined) throw new TypeError(`${name}:${arch} is of another universe`)
    return found
  }

  /** Returns the versions whose Provides field has that name, candidates or not. */
  providers(name: string): PackageVersion[] {
    return this.index
      .providers(name)
      .flatMap((provider) => this.named(provider))
      .flatMap(({ versions }) => versions)
  }

  /** Returns the version to install: of the highest pin priority, then the newest. */
  candidate(target: Package): PackageVersion | undefined {
    if (!this.#candidates.has(target)) this.#candidates.set(target, this.#choose(target.versions))
    return this.#candidates.get(target)
  }

  isCandidate(version: PackageVersion): boolean {
    return this.candidate(this.packageOf(version)) === version
  }

  /** Makes a version its package's candidate, whatever its pins. */
  setCandidate(version: PackageVersion): void {
    this.#candidates.set(this.packageOf(version), version)
  }

  /** Makes a version the candidate, and the one of its number that is meant: no other archive's. */
  settle(version: PackageVersion): void {
    this.setCandidate(version)
    this.#settled.add(version)
  }

  /** Returns the versions of the same number that nothing puts behind this one: no pin, no request. */
  rivals(version: PackageVersion): PackageVersion[] {
    if (this.#settled.has(version)) return []
    const priority = this.priority(version)
    return this.packageOf(version).versions.filter((other) => {
      if (other === version || other.version !== version.version) return false
      return this.priority(other) >= priority
    })
  }

  /** Returns the pin priority of a version; at 0 and below it is no candidate. */
  priority(version: PackageVersion): number {
    return this.#options.priorities.of(version)
  }

  /** Returns the index that a version is to be taken from: the first that no pin forbids. */
  indexOf({ indexes }: PackageVersion): ArchiveIndex | undefined {
    return indexes.find((index) => !this.#options.priorities.isNever(index)) ?? indexes[0]
  }

  /** Tells whoever wants to know what was passed over. */
  warn(message: string): void {
    this.#options.onWarning?.(message)
  }

  /** Makes the package's candidate again what its pins say. */
  resetCandidate(target: Package): void {
    this.#candidates.delete(target)
    for (const version of target.versions) this.#settled.delete(version)
  }

  #choose(versions: readonly PackageVersion[]): PackageVersion | undefined {
    const ranked = versions
      .map((version) => ({ version, priority: this.priority(version) }))
      .filter(({ priority }) => priority > 0)
      .sort((a, b) => b.priority - a.priority)
    return ranked.find(({ version }) => this.#isReadable(version))?.version
  }

  #isReadable(version: PackageVersion): boolean {
    try {
      return version.dependencies.length + version.provides.length >= 0
    } catch (error) {
      if (!(error instanceof LockgenError)) throw error
      const { message, cause } = error
      const reason = cause instanceof Error ? `: ${cause.message}` : ''
      this.warn(`${message}${reason}; not a candidate`)
      return false
    }
  }

  #read(name: string): Package[] {
    const packages = this.architectures.map((arch) => new Package(name, arch))
    for (const offer of this.index.named(name)) {
      const made = makeVersion(offer, this.architecture)
      packages.find(({ arch }) => arch === made.arch)?.add(made)
    }
    return packages.filter(({ versions }) => versions.length > 0)
  }
}
