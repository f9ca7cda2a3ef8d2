import { compareVersions, type Stanza } from '@apt2ostree/deb822'
import { type ArchiveIndex, describeIndex } from './archive-index.js'
import { LockgenError } from './errors.js'
import { PackageVersion } from './package-version.js'
import type { PriorityOf } from './pin-priority.js'
import type { Offer } from './read-offers.js'

/** A name on one architecture, and the versions of it that archives offer. */
export class Package {
  readonly name: string
  readonly arch: string
  /** Newest first. */
  readonly versions: PackageVersion[] = []
  /** The version that would be installed; undefined when pins or bad stanzas leave none. */
  candidate: PackageVersion | undefined

  constructor(name: string, arch: string) {
    this.name = name
    this.arch = arch
  }
}

export interface UniverseOptions {
  readonly architecture: string
  readonly foreignArchitectures: readonly string[]
  readonly priorityOf: PriorityOf
  /** Told of each version that is left out because its stanza does not parse. */
  readonly onWarning?: (message: string) => void
}

/** Everything that could be installed: the packages of all indexes at once. */
export class Universe {
  readonly architecture: string
  /** The native architecture first. */
  readonly architectures: readonly string[]
  /** Every version in the order the archives list them. */
  readonly versions: PackageVersion[] = []
  readonly #packages = new Map<string, Package[]>()
  readonly #providers = new Map<string, PackageVersion[]>()
  readonly #clashes = new Map<PackageVersion, ArchiveIndex | undefined>()
  readonly #settled = new Set<Package>()
  readonly #options: UniverseOptions

  constructor(offers: Iterable<Offer>, options: UniverseOptions) {
    this.#options = options
    this.architecture = options.architecture
    this.architectures = [options.architecture, ...options.foreignArchitectures]
    for (const { stanza, index } of offers) this.#add(stanza, index)
    if (this.versions.length === 0) {
      throw new LockgenError('ERR_LOCKGEN_INDEX', 'cannot resolve: the indexes hold no packages', {
        hint: `give Packages for ${this.architectures.join(', ')}, as apt-index prints them`,
      })
    }
  }

  /** Returns the packages of that name, one for each architecture that has it. */
  named(name: string): readonly Package[] {
    return this.#packages.get(name) ?? []
  }

  /** Returns the package of that name on one architecture. */
  find(name: string, arch: string): Package | undefined {
    return this.named(name).find((found) => found.arch === arch)
  }

  packages(): Iterable<readonly Package[]> {
    return this.#packages.values()
  }

  names(): Iterable<string> {
    return this.#packages.keys()
  }

  /** Returns the versions whose Provides field has that name, candidates or not. */
  providers(name: string): readonly PackageVersion[] {
    return this.#providers.get(name) ?? []
  }

  packageOf(version: PackageVersion): Package {
    const found = this.find(version.name, version.arch)
    if (found === undefined) throw new TypeError(`${version.name} is of another universe`)
    return found
  }

  /** Returns the version to install: of the highest pin priority, then the newest. */
  candidate(target: Package): PackageVersion | undefined {
    if (!this.#settled.has(target)) {
      this.#settled.add(target)
      target.candidate = this.#choose(target.versions)
    }
    return target.candidate
  }

  /** Makes a version its package's candidate, whatever its pins. */
  setCandidate(version: PackageVersion): void {
    const target = this.packageOf(version)
    this.#settled.add(target)
    target.candidate = version
  }

  /** Makes the package's candidate again what its pins say. */
  resetCandidate(target: Package): void {
    this.#settled.delete(target)
  }

  /** Throws `LockgenError` when two archives offer this version with different contents. */
  refuseClash(version: PackageVersion): void {
    if (!this.#clashes.has(version)) return
    const places = [version.indexes[0], this.#clashes.get(version)].map(describeIndex)
    throw new LockgenError(
      'ERR_LOCKGEN_INDEX',
      `cannot lock ${version.describe(this.architecture)}: ` +
        `${places.join(' and ')} offer it with different hashes`,
    )
  }

  #choose(versions: readonly PackageVersion[]): PackageVersion | undefined {
    const ranked = versions
      .map((version) => ({ version, priority: this.#options.priorityOf(version) }))
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
      this.#options.onWarning?.(`${message}${reason}; not a candidate`)
      return false
    }
  }

  #add(stanza: Stanza, index: ArchiveIndex | undefined): void {
    const name = required(stanza, 'Package')
    const version = required(stanza, 'Version')
    const architecture = required(stanza, 'Architecture')
    const arch = architecture === 'all' ? this.architecture : architecture
    if (!this.architectures.includes(arch)) return
    const target = this.#package(name, arch)
    const known = target.versions.find((other) => other.version === version)
    if (known !== undefined) {
      if (index !== undefined) known.indexes.push(index)
      if (known.stanza.get('SHA256') !== stanza.get('SHA256')) this.#clashes.set(known, index)
      return
    }
    const added = new PackageVersion({ name, version, architecture, arch }, stanza)
    if (index !== undefined) added.indexes.push(index)
    this.versions.push(added)
    insertNewestFirst(target.versions, added)
    for (const provided of providedNames(stanza.get('Provides'))) {
      const providers = this.#providers.get(provided)
      if (providers === undefined) this.#providers.set(provided, [added])
      else if (providers.at(-1) !== added) providers.push(added)
    }
  }

  #package(name: string, arch: string): Package {
    const named = this.#packages.get(name)
    const found = named?.find((existing) => existing.arch === arch)
    if (found !== undefined) return found
    const made = new Package(name, arch)
    if (named === undefined) this.#packages.set(name, [made])
    else named.push(made)
    return made
  }
}

function insertNewestFirst(versions: PackageVersion[], added: PackageVersion): void {
  const older = versions.findIndex((other) => compareVersions(added.version, other.version) > 0)
  versions.splice(older < 0 ? versions.length : older, 0, added)
}

/** The names in a Provides field, without looking at anything else in it. */
function providedNames(value: string | undefined): string[] {
  return value?.match(/(?<=^|,)\s*[^\s,:(]+/g)?.map((name) => name.trimStart()) ?? []
}

function required(stanza: Stanza, field: string): string {
  const value = stanza.get(field)
  if (value !== undefined && value !== '') return value
  const name = stanza.get('Package')
  const subject = field === 'Package' || name === undefined ? 'stanza' : `stanza of ${name}`
  throw new LockgenError(
    'ERR_LOCKGEN_INDEX',
    `${subject} at line ${stanza.line} has no ${field} field`,
  )
}
