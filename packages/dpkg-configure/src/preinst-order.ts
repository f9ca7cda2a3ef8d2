import { parseRelations } from '@apt2ostree/deb822'
import type { UnpackedPackage } from './unpacked-system.js'

/** Whose preinst makes what the others' take for granted: /etc/passwd, /etc/group, directories. */
const first = ['base-passwd', 'base-files']

/**
 * The packages in the order in which their preinst scripts run: what a package pre-depends on
 * comes before it, then what it depends on; otherwise by name. In a circle of dependencies the one
 * that is met first gives way, as when apt installs them all at once.
 */
export function orderForPreinst(packages: readonly UnpackedPackage[]): UnpackedPackage[] {
  const providers = findProviders(packages)
  const ordered = new Set<UnpackedPackage>()
  const visiting = new Set<UnpackedPackage>()
  const visit = (item: UnpackedPackage) => {
    if (ordered.has(item) || visiting.has(item)) return
    visiting.add(item)
    for (const field of ['Pre-Depends', 'Depends']) {
      for (const relation of parseRelations(item.stanza.get(field) ?? '')) {
        const chosen = relation.map(({ name }) => providers.get(name)).find((found) => found)
        if (chosen !== undefined) visit(chosen)
      }
    }
    ordered.add(item)
  }
  const byName = [...packages].sort(compareNames)
  for (const name of first) byName.filter((item) => item.name === name).forEach(visit)
  byName.forEach(visit)
  return [...ordered]
}

/** Each name with the package that has it or, for want of one, provides it. */
function findProviders(packages: readonly UnpackedPackage[]): Map<string, UnpackedPackage> {
  const providers = new Map<string, UnpackedPackage>()
  for (const item of [...packages].sort(compareNames)) {
    for (const relation of parseRelations(item.stanza.get('Provides') ?? '')) {
      for (const { name } of relation) if (!providers.has(name)) providers.set(name, item)
    }
  }
  for (const item of packages) providers.set(item.name, item)
  return providers
}

function compareNames(a: UnpackedPackage, b: UnpackedPackage): number {
  const [left, right] = [`${a.name}:${a.architecture}`, `${b.name}:${b.architecture}`]
  return left < right ? -1 : left > right ? 1 : 0
}
