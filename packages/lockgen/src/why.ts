import { formatAlternative } from '@apt2ostree/deb822'
import type { Lockfile } from '@apt2ostree/lockfile'
import type { Marks } from './apt/marks.js'
import { LockgenError } from './errors.js'
import { lockedSystem } from './locked-system.js'
import { nearNames } from './requests/near-names.js'
import type { PackageVersion } from './universe/package-version.js'

/** One step of a chain: a package, and the relation of the one before that led to it. */
export interface WhyStep {
  /** `name version`, with the architecture where it is a foreign one. */
  readonly package: string
  /** `Depends: libc6 (>= 2.34)`, or how a chain starts: `requested`, `essential` or `required`. */
  readonly because: string
}

/**
 * Returns the shortest chain of relations from something asked for, or else from what every system
 * has, to a package of the lock; `name` may be `name:arch`.
 * Throws `LockgenError` when the lock does not hold it.
 */
export function why(lock: Lockfile, name: string): WhyStep[] {
  const marks = lockedSystem(lock)
  const target = findInstalled(marks, lock, name)
  const manual = marks.installed().filter(({ isAutomatic }) => !isAutomatic)
  const versions = manual.flatMap(({ installed }) => installed ?? [])
  const rank = (version: PackageVersion) =>
    ['requested', 'essential', 'required'].indexOf(start(version))
  versions.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
  const paths = new Map<PackageVersion, WhyStep[]>()
  for (const version of versions) {
    paths.set(version, [{ package: version.describe(lock.architecture), because: start(version) }])
  }
  for (const [version, path] of paths) {
    if (version === target) return path
    for (const step of stepsFrom(marks, version)) {
      if (paths.has(step.version)) continue
      const { because } = step
      paths.set(step.version, [
        ...path,
        { package: step.version.describe(lock.architecture), because },
      ])
    }
  }
  return [{ package: target.describe(lock.architecture), because: 'nothing in the lock needs it' }]
}

function start(version: PackageVersion): string {
  if (version.isEssential) return 'essential'
  return version.priority === 1 ? 'required' : 'requested'
}

function stepsFrom(marks: Marks, version: PackageVersion) {
  return marks.relations.of(version).requirements.flatMap(({ dependency, alternatives }) => {
    const relation = dependency.alternatives.map(formatAlternative).join(' | ')
    const because = `${dependency.field}: ${relation}`
    return alternatives
      .flat()
      .filter((found) => marks.isInstalled(found))
      .map((found) => ({ version: found, because }))
  })
}

function findInstalled(marks: Marks, lock: Lockfile, text: string): PackageVersion {
  const [name = '', arch] = text.split(':')
  const found = marks.universe
    .named(name)
    .find((candidate) => arch === undefined || candidate.arch === arch)
  const installed = found && marks.of(found).installed
  if (installed !== undefined) return installed
  const near = nearNames(
    name,
    lock.packages.map((locked) => locked.name),
  )
  throw new LockgenError(
    'ERR_LOCKGEN_LOCK',
    `the lock does not hold "${text}"`,
    near.length === 0 ? {} : { hint: `did you mean ${near.join(', ')}?` },
  )
}
