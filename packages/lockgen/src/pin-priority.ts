import type { PackageVersion } from './package-version.js'

/** Returns how much a version is wanted, see apt_preferences(5); 0 and below is never. */
export type PriorityOf = (version: PackageVersion) => number

/** Returns the priority a version has without preferences: that of its best index. */
export function defaultPriority(version: PackageVersion): number {
  if (version.indexes.length === 0) return 500
  return Math.max(
    ...version.indexes.map(({ notAutomatic, butAutomaticUpgrades }) =>
      butAutomaticUpgrades ? 100 : notAutomatic ? 1 : 500,
    ),
  )
}
