import { parseRelations } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'

/** What makes accounts while packages are configured; Debian policy 9.2.2, dh_installsysusers(1). */
const TOOLS = new Set(['adduser', 'systemd-sysusers', 'systemd-standalone-sysusers'])

/**
 * The names of packages that are in a lock, were not in the one before, and depend on a program that
 * makes accounts. Which ones, and with what ids, shows only when they are configured.
 */
export function accountMakers(lock: Lockfile, previous?: Lockfile): string[] {
  const known = new Set(previous?.packages.map(({ name }) => name))
  return lock.packages
    .filter((locked) => !known.has(locked.name) && dependsOnTool(locked))
    .map(({ name }) => name)
}

function dependsOnTool({ stanza }: LockedPackage): boolean {
  return ['Pre-Depends', 'Depends']
    .flatMap((field) => parseRelations(stanza.get(field) ?? ''))
    .some((relation) => relation.some(({ name }) => TOOLS.has(name)))
}
