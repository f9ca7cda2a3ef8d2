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
  /**
   * `Depends: libc6 (>= 2.34)`, or how a chain starts: `requested`, `essential` or `required`; of a
   * name that is only provided, `provided by exim4 4.96`.
   */
  readonly because: string
}

/**
 * Returns the shortest chain of relations that were followed, from something asked for, or else from
 * what every system has, to a package of the lock, or to one that provides `name`, which may be
 * `name:arch`. Throws `LockgenError` when the lock does not hold it.
 */
export function why(lock: Lockfile, name: string): WhyStep[] {
  const marks = lockedSystem(lock)
  const targets = findInstalled(marks, lock, name)
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
    if (targets.has(version)) return [...path, ...providing(version, name, lock)]
    for (const step of stepsFrom(marks, version)) {
      if (paths.has(step.version)) continue
      const { because } = step
      paths.set(step.version, [
        ...path,
        { package: step.version.describe(lock.architecture), because },
      ])
    }
  }
  return [...targets].flatMap((version) => [
    { package: version.describe(lock.architecture), because: 'nothing in the lock needs it' },
    ...providing(version, name, lock),
  ])
}

function providing(version: PackageVersion, text: string, { architecture }: Lockfile): WhyStep[] {
  const [name = ''] = text.split(':')
  if (version.name === name) return []
  return [{ package: name, because: `provided by ${version.describe(architecture)}` }]
}

function start(version: PackageVersion): string {
  if (version.isEssential) return 'essential'
  return version.priority === 1 ? 'required' : 'requested'
}

function stepsFrom(marks: Marks, version: PackageVersion) {
  const followed = marks.relations.of(version).requirements.filter((need) => marks.isFollowed(need))
  return followed.flatMap(({ dependency, alternatives }) => {
    const relation = dependency.alternatives.map(formatAlternative).join(' | ')
    const because = `${dependency.field}: ${relation}`
    return alternatives
      .flat()
      .filter((found) => marks.isInstalled(found))
      .map((found) => ({ version: found, because }))
  })
}

/** The packages of that name, or else those that provide it. */
function findInstalled(marks: Marks, lock: Lockfile, text: string): Set<PackageVersion> {
  const { universe } = marks
  const [name = '', arch] = text.split(':')
  const isMeant = (version: PackageVersion) => arch === undefined || version.arch === arch
  const named = universe.named(name).flatMap((found) => marks.of(found).installed ?? [])
  const provided = universe.providers(name).filter((version) => marks.isInstalled(version))
  const found = [named.filter(isMeant), provided.filter(isMeant)].find(({ length }) => length > 0)
  if (found !== undefined) return new Set(found)
  const near = nearNames(name, new Set(lock.packages.map((locked) => locked.name)))
  throw new LockgenError(
    'ERR_LOCKGEN_LOCK',
    `cannot explain "${text}": the lock does not hold it`,
    near.length === 0 ? {} : { hint: `did you mean ${near.join(', ')}?` },
  )
}
