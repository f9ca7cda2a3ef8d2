import { compareVersions } from '@apt2ostree/deb822'
import { type ListedPackage, type Lockfile, listPackages } from '@apt2ostree/lockfile'

/** A package in one or both of two locks or lists. */
export interface PackageChange {
  readonly name: string
  readonly architecture: string
  readonly from?: string
  readonly to?: string
  /** How many bytes more it takes once installed, by its Installed-Size. */
  readonly installedBytes: number
}

/** The changes of the packages built from one source package. */
export interface SourceChange {
  readonly source: string
  readonly packages: readonly PackageChange[]
}

/** What differs between two locks, each part sorted by source package. */
export interface LockDiff {
  readonly upgraded: readonly SourceChange[]
  readonly downgraded: readonly SourceChange[]
  readonly added: readonly SourceChange[]
  readonly removed: readonly SourceChange[]
}

/** Returns what has to change to get from one lock to another. */
export function diffLocks(before: Lockfile, after: Lockfile): LockDiff {
  return diffPackages(listPackages(before), listPackages(after))
}

/** Returns what has to change to get from one list of packages to another. */
export function diffPackages(
  before: readonly ListedPackage[],
  after: readonly ListedPackage[],
): LockDiff {
  const old = new Map(before.map((listed) => [identity(listed), listed]))
  const fresh = new Map(after.map((listed) => [identity(listed), listed]))
  const both = after.flatMap((to) => {
    const from = old.get(identity(to))
    return from === undefined
      ? []
      : [{ from, to, order: compareVersions(to.version, from.version) }]
  })
  return {
    upgraded: bySource(both.filter(({ order }) => order > 0)),
    downgraded: bySource(both.filter(({ order }) => order < 0)),
    added: bySource(after.filter((listed) => !old.has(identity(listed))).map((to) => ({ to }))),
    removed: bySource(
      before.filter((listed) => !fresh.has(identity(listed))).map((from) => ({ from })),
    ),
  }
}

/** Returns whether two locks hold the same versions. */
export function isEmptyDiff(diff: LockDiff): boolean {
  return [diff.upgraded, diff.downgraded, diff.added, diff.removed].every(
    ({ length }) => length === 0,
  )
}

interface Pair {
  readonly from?: ListedPackage
  readonly to?: ListedPackage
}

function bySource(pairs: readonly Pair[]): SourceChange[] {
  const sources = new Map<string, PackageChange[]>()
  for (const pair of pairs) {
    const listed = pair.to ?? pair.from
    if (listed === undefined) continue
    const changes = sources.get(listed.source) ?? []
    changes.push(toChange(listed, pair))
    sources.set(listed.source, changes)
  }
  return [...sources]
    .map(([source, packages]) => ({ source, packages }))
    .sort((a, b) => (a.source < b.source ? -1 : 1))
}

function toChange({ name, architecture }: ListedPackage, { from, to }: Pair): PackageChange {
  return {
    name,
    architecture,
    ...(from && { from: from.version }),
    ...(to && { to: to.version }),
    installedBytes: (to?.installedBytes ?? 0) - (from?.installedBytes ?? 0),
  }
}

function identity({ name, architecture }: ListedPackage): string {
  return architecture === 'all' ? name : `${name}:${architecture}`
}
