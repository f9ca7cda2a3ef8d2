import { compareLockedPackages, type LockedPackage, type Lockfile } from './lockfile.js'

/** What a list of a system's packages says of each. */
export interface ListedPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  /** The source package that it was built from, and the version of that. */
  readonly source: string
  readonly sourceVersion: string
  /** By its Installed-Size; 0 where the lock does not say. */
  readonly installedBytes: number
}

/** Returns the packages of a lock as a list has them, by name and architecture. */
export function listPackages({ packages }: Pick<Lockfile, 'packages'>): ListedPackage[] {
  return packages.toSorted(compareLockedPackages).map(listPackage)
}

/** deb-control(5): `Source: NAME (VERSION)`, each part where it is not the package's own. */
function listPackage({ name, version, architecture, stanza }: LockedPackage): ListedPackage {
  const [, source = name, sourceVersion = version] =
    /^([^ \t\n]+)(?:[ \t\n]+\(([^ \t\n]+)\))?$/.exec(stanza.get('Source') ?? '') ?? []
  const installedBytes = Number(stanza.get('Installed-Size') ?? 0) * 1024
  return { name, version, architecture, source, sourceVersion, installedBytes }
}
