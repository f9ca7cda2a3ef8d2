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
  /** Of the .deb; absent where the list does not say, as are the next two. */
  readonly sha256?: string
  /** The id of the release that it came from. */
  readonly release?: string
  /** Whether it is there because others need it. */
  readonly automatic?: boolean
}

/** Returns the packages of a lock as a list has them, by name and architecture. */
export function listPackages({ packages }: Pick<Lockfile, 'packages'>): ListedPackage[] {
  return packages.toSorted(compareLockedPackages).map(listPackage)
}

/** deb-control(5): `Source: NAME (VERSION)`, each part where it is not the package's own. */
function listPackage(locked: LockedPackage): ListedPackage {
  const { name, version, architecture, sha256, release, automatic, stanza } = locked
  const [, source = name, sourceVersion = version] =
    /^([^ \t\n]+)(?:[ \t\n]+\(([^ \t\n]+)\))?$/.exec(stanza.get('Source') ?? '') ?? []
  const installedBytes = Number(stanza.get('Installed-Size') ?? 0) * 1024
  return {
    name,
    version,
    architecture,
    source,
    sourceVersion,
    installedBytes,
    sha256,
    ...(release !== undefined && { release }),
    automatic,
  }
}
