import { compareNames, readDependencies } from './dependencies.js'
import type { UnpackedPackage } from './unpacked-system.js'

/** Whose preinst makes what the others' take for granted: /etc/passwd, /etc/group, directories. */
const first = ['base-passwd', 'base-files']

/**
 * The packages in the order in which their preinst scripts run: what a package pre-depends on
 * comes before it, then what it depends on; otherwise by name. In a circle of dependencies the one
 * that is met first gives way, as when apt installs them all at once.
 */
export function orderForPreinst(packages: readonly UnpackedPackage[]): UnpackedPackage[] {
  const dependenciesOf = readDependencies(packages)
  const ordered = new Set<UnpackedPackage>()
  const visiting = new Set<UnpackedPackage>()
  const visit = (item: UnpackedPackage) => {
    if (visiting.has(item)) return
    visiting.add(item)
    dependenciesOf(item).forEach(visit)
    ordered.add(item)
  }
  const byName = [...packages].sort(compareNames)
  for (const name of first) byName.filter((item) => item.name === name).forEach(visit)
  byName.forEach(visit)
  return [...ordered]
}
