import type { PackageVersion } from '../universe/package-version.js'
import type { Mark, Marks } from './marks.js'

/**
 * Takes back what was marked on the way to choices that were then given up, as apt's autoremover
 * does before it installs (apt 2.6, pkgDepCache::MarkAndSweep): automatic packages that nothing
 * asked for leads to by Depends, Recommends or Suggests.
 */
export function sweep(marks: Marks): void {
  const reached = new Set<PackageVersion>()
  const reach = (version: PackageVersion): void => {
    if (reached.has(version)) return
    reached.add(version)
    for (const { alternatives } of marks.relations.of(version).requirements) {
      for (const target of alternatives.flat()) if (marks.isInstalled(target)) reach(target)
    }
  }
  const installed = marks.installed()
  for (const { installed: version, isAutomatic } of installed) {
    if (version === undefined) continue
    if (!isAutomatic || version.isEssential || version.isImportant) reach(version)
  }
  for (const mark of installed) if (isUnreached(mark, reached)) mark.installed = undefined
}

function isUnreached({ installed }: Mark, reached: ReadonlySet<PackageVersion>): boolean {
  return installed !== undefined && !reached.has(installed)
}
