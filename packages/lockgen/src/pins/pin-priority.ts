import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import { matchesArchitecture } from '@apt2ostree/deb822'
import type { PackageVersion, Priorities } from '../universe/package-version.js'
import { matchesExpression } from './match-expression.js'
import { matchesOrigin, matchesRelease } from './match-index.js'
import type { Pin } from './preferences.js'

/**
 * Returns the priorities that pins give, on top of what the Release files say (apt 2.6 policy.cc):
 * the first pin that names the package counts, else the best of its indexes, for each of which the
 * first general pin counts.
 */
export function createPriorities(pins: readonly Pin[], architecture: string): Priorities {
  const specific = pins.filter(({ packages }) => packages.length > 0)
  const general = pins.filter(({ packages }) => packages.length === 0)
  const known = new Map<ArchiveIndex, number>()
  const ofIndex = (index: ArchiveIndex): number => {
    const priority = known.get(index) ?? indexPriority(index, general)
    known.set(index, priority)
    return priority
  }
  return {
    isNever: (index) => ofIndex(index) === Number.NEGATIVE_INFINITY,
    of(version) {
      if (version.indexes.length === 0) return 500
      const best = Math.max(...version.indexes.map(ofIndex))
      if (best === Number.NEGATIVE_INFINITY) return best
      return specific.find((pin) => isMeant(pin, version, architecture))?.priority ?? best
    },
  }
}

function indexPriority(index: ArchiveIndex, general: readonly Pin[]): number {
  const matching = general.filter((pin) => matchesPin(index, pin))
  if (matching.some(({ priority }) => priority === Number.NEGATIVE_INFINITY)) {
    return Number.NEGATIVE_INFINITY
  }
  const byRelease = index.butAutomaticUpgrades ? 100 : index.notAutomatic ? 1 : 500
  return matching[0]?.priority ?? byRelease
}

function matchesPin(index: ArchiveIndex, { type, data }: Pin): boolean {
  return type === 'origin' ? matchesOrigin(index, data) : matchesRelease(index, data)
}

function isMeant(pin: Pin, version: PackageVersion, native: string): boolean {
  if (!pin.packages.some((pattern) => namesPackage(pattern, version, native))) return false
  if (pin.type === 'version') return matchesExpression(pin.data, version.version)
  return version.indexes.some((index) => matchesPin(index, pin))
}

/**
 * A name without an architecture means the native one. Names count as written; patterns match in any
 * case, but not a name that looks like them (apt 2.6 policy.cc, CreatePin).
 */
function namesPackage(pattern: string, version: PackageVersion, native: string): boolean {
  const isSource = pattern.startsWith('src:')
  const qualified = isSource ? pattern.slice(4) : pattern
  const colon = qualified.lastIndexOf(':')
  const name = colon < 0 ? qualified : qualified.slice(0, colon)
  const arch = colon < 0 ? native : qualified.slice(colon + 1)
  const own = isSource ? version.source : version.name
  const isMeant = isPattern(name) ? own !== name && matchesExpression(name, own) : own === name
  return isMeant && matchesArchitecture(version.arch, arch)
}

function isPattern(name: string): boolean {
  return /^\/(.*\/)?$/s.test(name) || /[*[?]/.test(name)
}
