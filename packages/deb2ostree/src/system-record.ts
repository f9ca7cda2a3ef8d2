import {
  digestLockfile,
  type ListedPackage,
  type Lockfile,
  listPackages,
} from '@apt2ostree/lockfile'
import { type Commit, Variant } from '@apt2ostree/ostree-repo'

/**
 * Commit metadata: name, version, architecture, source package, its version and the bytes installed
 * of every package, by name. All of it is text, since `ostree show` prints numbers in another byte
 * order than commits have them in.
 */
const packagesKey = 'deb.packages'
const packagesType = 'a(ssssss)'
/** To be raised whenever another database layer comes of the same input. */
export const DATABASE_FORMAT = 9

type PackageRow = [string, string, string, string, string, string]

/** What the commit of a system says of the lock that it was made from, and of how that was done. */
export function systemRecord(lock: Lockfile): Map<string, Variant> {
  const rows = listPackages(lock).map((listed): PackageRow => {
    const { name, version, architecture, source, sourceVersion, installedBytes } = listed
    return [name, version, architecture, source, sourceVersion, String(installedBytes)]
  })
  return new Map([
    [packagesKey, Variant.of(packagesType, rows)],
    ['deb.lock-sha256', Variant.string(digestLockfile(lock))],
    ['deb.unpacked-by', Variant.string(`deb2ostree, format ${DATABASE_FORMAT}`)],
  ])
}

/** The packages that a commit says it is made of, by name; undefined for one that says nothing. */
export function readPackageList({
  metadata,
}: Pick<Commit, 'metadata'>): ListedPackage[] | undefined {
  const list = metadata.get(packagesKey)
  if (list?.type !== packagesType) return undefined
  return (list.value as PackageRow[]).map(
    ([name, version, architecture, source, sourceVersion, installedBytes]) => ({
      ...{ name, version, architecture, source, sourceVersion },
      installedBytes: Number(installedBytes),
    }),
  )
}
