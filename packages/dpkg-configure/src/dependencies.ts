import { parseRelations } from '@apt2ostree/deb822'
import type { UnpackedPackage } from './unpacked-system.js'

/** Returns what a package pre-depends on and then what it depends on, of the packages in a tree. */
export type DependenciesOf = (item: UnpackedPackage) => UnpackedPackage[]

/** The dependencies among the packages of a tree; of alternatives the first that is there. */
export function readDependencies(packages: readonly UnpackedPackage[]): DependenciesOf {
  const providers = findProviders(packages)
  return ({ stanza }) =>
    ['Pre-Depends', 'Depends']
      .flatMap((field) => parseRelations(stanza.get(field) ?? ''))
      .flatMap((relation) => {
        const chosen = relation.find(({ name }) => providers.has(name))
        const item = chosen && providers.get(chosen.name)
        return item === undefined ? [] : [item]
      })
}

/** The packages without which a system does not work, and all that those depend on. */
export function essentialPackages(packages: readonly UnpackedPackage[]): UnpackedPackage[] {
  const dependenciesOf = readDependencies(packages)
  const found = new Set<UnpackedPackage>()
  const visit = (item: UnpackedPackage) => {
    if (found.has(item)) return
    found.add(item)
    dependenciesOf(item).forEach(visit)
  }
  packages.filter(({ stanza }) => stanza.get('Essential') === 'yes').forEach(visit)
  return [...found].sort(compareNames)
}

/** Order by name and architecture. */
export function compareNames(a: UnpackedPackage, b: UnpackedPackage): number {
  const [left, right] = [`${a.name}:${a.architecture}`, `${b.name}:${b.architecture}`]
  return left < right ? -1 : left > right ? 1 : 0
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
