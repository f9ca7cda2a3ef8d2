import type { PackageVersion } from '../universe/package-version.js'
import type { Mark, Marks } from './marks.js'

/**
 * Takes back what was marked on the way to choices that were then given up, as apt's autoremover
 * does before it installs (apt 2.6, pkgDepCache::MarkAndSweep): automatic packages that nothing
 * asked for leads to by Depends, Recommends or Suggests.
 */
export function sweep(marks: Marks): void {
  const installed = marks.installed()
  const pending = installed.flatMap(({ installed: version, isAutomatic }) => {
    if (version === undefined) return []
    return !isAutomatic || version.isEssential || version.isImportant ? [version] : []
  })
  const reached = new Set(pending)
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { alternatives } of marks.relations.of(next).requirements) {
      for (const target of alternatives.flat()) {
        if (reached.has(target) || !marks.isInstalled(target)) continue
        reached.add(target)
        pending.push(target)
      }
    }
  }
  for (const mark of installed) if (isUnreached(mark, reached)) mark.installed = undefined
}

function isUnreached({ installed }: Mark, reached: ReadonlySet<PackageVersion>): boolean {
  return installed !== undefined && !reached.has(installed)
}
