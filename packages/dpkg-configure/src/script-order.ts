import { dependenciesAmong, withDependencies } from '@apt2ostree/deb822'
import type { UnpackedPackage, UnpackedSystem } from './unpacked-system.js'

/** Packages whose preinst scripts may run, or that are to be configured, before all that follows. */
export type ScriptStep =
  | { readonly run: 'preinst'; readonly item: UnpackedPackage }
  | { readonly run: 'configure'; readonly items: readonly UnpackedPackage[] }

/** Whose preinst makes what the others' take for granted: /etc/passwd, /etc/group, directories. */
const first = ['base-passwd', 'base-files']

/**
 * The packages that wait in the order in which their preinst scripts run: what a package pre-depends on
 * comes before it, then what it depends on; otherwise by name. In a circle of dependencies the one
 * that is met first gives way, as when apt installs them all at once.
 */
export function orderForPreinst<T extends UnpackedPackage>(packages: readonly T[]): T[] {
  const dependenciesOf = dependenciesAmong(packages)
  const ordered = new Set<T>()
  const visiting = new Set<T>()
  const visit = (item: T) => {
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

/** The packages that wait without which a system does not work, and all that those need. */
export function essentialPackages({ packages }: UnpackedSystem): UnpackedPackage[] {
  const essential = packages.filter(({ stanza }) => stanza.get('Essential') === 'yes')
  return [...withDependencies(essential, dependenciesAmong(packages))].sort(compareNames)
}

/**
 * What has to happen before the preinst scripts of `packages` can be left behind: each with all that
 * its package pre-depends on configured before it (Debian policy 7.2). A package that could not be
 * configured yet, as in a circle, is not waited for.
 */
export function preinstSteps(
  { packages: waiting, installed }: UnpackedSystem,
  packages: readonly UnpackedPackage[],
  hasPreinst: (item: UnpackedPackage) => boolean,
): ScriptStep[] {
  const dependenciesOf = dependenciesAmong([...waiting, ...installed])
  const rest = new Set(packages)
  const passed = new Set([...waiting.filter((item) => !rest.has(item)), ...installed])
  const configured = new Set(passed)
  const steps: ScriptStep[] = []
  for (const item of orderForPreinst(packages)) {
    if (hasPreinst(item)) {
      const needed = withDependencies(dependenciesOf(item, ['Pre-Depends']), dependenciesOf)
      const items = [...needed].filter(
        (each) =>
          !configured.has(each) &&
          [...withDependencies([each], dependenciesOf)].every((below) => passed.has(below)),
      )
      for (const each of items) configured.add(each)
      if (items.length > 0) steps.push({ run: 'configure', items })
      steps.push({ run: 'preinst', item })
    }
    passed.add(item)
  }
  return steps
}

function compareNames(a: UnpackedPackage, b: UnpackedPackage): number {
  const [left, right] = [`${a.name}:${a.architecture}`, `${b.name}:${b.architecture}`]
  return left < right ? -1 : left > right ? 1 : 0
}
