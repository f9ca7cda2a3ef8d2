import { AptError } from '../errors.js'
import type { Release } from '../release/release.js'
import { isFlat, type Source } from '../sources/source.js'

/** A Packages index that a source asks for. */
export interface PackagesTarget {
  /** Relative to the Release file, without a compression's suffix. */
  readonly path: string
  /** Empty for a flat archive. */
  readonly component: string
  /** Empty for a flat archive, whose index holds all architectures. */
  readonly architecture: string
}

/** What a source asks for of a suite, and what it can't have. */
export interface PackagesTargets {
  readonly targets: readonly PackagesTarget[]
  /** Architectures asked for that the archive doesn't have. */
  readonly missing: readonly string[]
}

/**
 * Returns the Packages indexes of a suite for the source, components in the source's order,
 * `architectures` in theirs, `all` last where the archive keeps it apart. Throws an AptError for a
 * component that the suite doesn't have.
 */
export function packagesTargets(
  release: Release,
  source: Source,
  architectures: readonly string[],
): PackagesTargets {
  if (source.packages === false) return { targets: [], missing: [] }
  if (isFlat(source)) {
    return { targets: [{ path: 'Packages', component: '', architecture: '' }], missing: [] }
  }
  const wanted = sourceArchitectures(source, architectures)
  const offered = release.architectures.length === 0 ? wanted : release.architectures
  const present = wanted.filter((name) => name !== 'all' && offered.includes(name))
  const all = release.hasArchitectureAllPackages ? ['all'] : []
  const targets = source.components.flatMap((component) => {
    assertComponent(release, source, component)
    return [...present, ...all].map((architecture) => ({
      path: `${component}/binary-${architecture}/Packages`,
      component,
      architecture,
    }))
  })
  return { targets, missing: wanted.filter((name) => !offered.includes(name)) }
}

/** What is asked for, narrowed by the source's own list, as `arch+=` and `arch-=` amend it. */
function sourceArchitectures(source: Source, architectures: readonly string[]): string[] {
  const { architectures: only, addArchitectures = [], removeArchitectures = [] } = source
  const base =
    only === undefined ? architectures : architectures.filter((each) => only.includes(each))
  const names = new Set([...base, ...addArchitectures])
  return [...names].filter((each) => !removeArchitectures.includes(each))
}

function assertComponent(release: Release, source: Source, component: string): void {
  const name = component.replace(/^.*\//, '')
  if (release.components.length === 0 || release.components.includes(name)) return
  const offered = release.components.join(', ')
  throw new AptError('ERR_APT_SOURCES', `suite "${source.suite}" has no component "${component}"`, {
    hint: `it has ${offered}; see ${source.origin}`,
  })
}
