import {
  compareLockedPackages,
  type LockedPackage,
  type Lockfile,
  type LockOptions,
  packageFromStanza,
} from '@apt2ostree/lockfile'
import type { Choice, Goal } from './goal.js'
import { keepPrevious, type Previous, resolveKeeping } from './keep-previous.js'
import { lockReleases } from './lock-releases.js'
import type { PackageVersion } from './package-version.js'
import { createPriorities } from './pin-priority.js'
import type { Pin } from './preferences.js'
import type { Offer } from './read-offers.js'
import { parseRequest } from './request.js'
import { resolve } from './resolve.js'
import { selectPackages, selectVersions } from './select.js'
import { type Package, Universe } from './universe.js'

/** What a lock is made from. */
export interface LockInput {
  /** Every package of every index: what `readOffers` returns. */
  readonly offers: Iterable<Offer>
  readonly architecture: string
  readonly foreignArchitectures?: readonly string[]
  /** In apt-get's spelling, see `parseRequest`. */
  readonly requests: readonly string[]
  readonly options?: Partial<LockOptions>
  /** Preferences on top of what the Release files say; none of the host's own count. */
  readonly pins?: readonly Pin[]
  /** A lock to move away from no more than needed. */
  readonly previous?: Previous
  /** Told of what was passed over, such as a stanza that does not parse. */
  readonly onWarning?: (message: string) => void
}

/**
 * Returns the packages that apt would install on an empty system for these requests.
 * Throws `LockgenError` when it is not clear what is asked for or there is no answer.
 */
export function lock(input: LockInput): Lockfile {
  const { architecture, foreignArchitectures = [], requests, onWarning } = input
  const options: LockOptions = {
    recommends: false,
    essential: true,
    required: true,
    exclude: [],
    ...input.options,
  }
  const universe = new Universe(input.offers, {
    architecture,
    foreignArchitectures,
    priorityOf: createPriorities(input.pins ?? [], architecture),
    ...(onWarning && { onWarning }),
  })
  const { previous } = input
  const kept = previous === undefined ? new Set<Package>() : keepPrevious(universe, previous)
  const choices = resolveKeeping(universe, kept, () =>
    resolve(universe, goalOf(universe, requests, options)),
  )
  return toLockfile(choices, universe, { architecture, foreignArchitectures, requests, options })
}

function goalOf(universe: Universe, requests: readonly string[], options: LockOptions): Goal {
  const isName = (name: string) => universe.named(name).length > 0
  const parsed = requests.map((text) => parseRequest(text, isName))
  const removed = parsed
    .filter(({ isRemoval }) => isRemoval)
    .flatMap((request) => selectPackages(universe, request))
  const excluded = [...removed, ...options.exclude.flatMap((name) => universe.named(name))]
  const asked = parsed
    .filter(({ isRemoval }) => !isRemoval)
    .map((request) => selectVersions(universe, request))
  const seeds = seedVersions(universe, options, excluded, asked.flat())
  return { wanted: [...asked, ...seeds], excluded, recommends: options.recommends }
}

/** What every system has: Essential candidates, then Priority: required, where not switched off. */
function seedVersions(
  universe: Universe,
  { essential, required }: LockOptions,
  excluded: readonly Package[],
  asked: readonly PackageVersion[],
): PackageVersion[][] {
  const packages = [...universe.packages()]
    .flat()
    .filter((found) => found.arch === universe.architecture && !excluded.includes(found))
  const settled = new Set(asked.map((version) => universe.packageOf(version)))
  const candidates = (isSeed: (version: PackageVersion) => boolean) =>
    packages
      .filter((found) => found.versions.some(isSeed) && !settled.has(found))
      .flatMap((found) => universe.candidate(found) ?? [])
  return [
    essential ? candidates((version) => version.isEssential) : [],
    required ? candidates((version) => version.priority === 1) : [],
  ]
}

function toLockfile(
  choices: readonly Choice[],
  universe: Universe,
  header: Pick<Lockfile, 'architecture' | 'foreignArchitectures' | 'requests' | 'options'>,
): Lockfile {
  const releases = lockReleases(choices.flatMap(({ version }) => version.indexes.slice(0, 1)))
  const packages = choices.map(({ version, isAutomatic }): LockedPackage => {
    universe.refuseClash(version)
    const [index] = version.indexes
    const release = index && releases.get(index)?.id
    return packageFromStanza(version.stanza, { release, automatic: isAutomatic })
  })
  const unique = new Map([...releases.values()].map((release) => [release.id, release]))
  return {
    version: 1,
    ...header,
    releases: [...unique.values()],
    packages: packages.sort(compareLockedPackages),
  }
}
