import { compareVersions } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'

/** A package in one or both of two locks. */
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
  const old = new Map(before.packages.map((locked) => [identity(locked), locked]))
  const fresh = new Map(after.packages.map((locked) => [identity(locked), locked]))
  const both = after.packages.flatMap((to) => {
    const from = old.get(identity(to))
    return from === undefined
      ? []
      : [{ from, to, order: compareVersions(to.version, from.version) }]
  })
  return {
    upgraded: bySource(both.filter(({ order }) => order > 0)),
    downgraded: bySource(both.filter(({ order }) => order < 0)),
    added: bySource(
      after.packages.filter((locked) => !old.has(identity(locked))).map((to) => ({ to })),
    ),
    removed: bySource(
      before.packages.filter((locked) => !fresh.has(identity(locked))).map((from) => ({ from })),
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
  readonly from?: LockedPackage
  readonly to?: LockedPackage
}

function bySource(pairs: readonly Pair[]): SourceChange[] {
  const sources = new Map<string, PackageChange[]>()
  for (const pair of pairs) {
    const locked = pair.to ?? pair.from
    if (locked === undefined) continue
    const source = locked.stanza.get('Source')?.split(' ', 1)[0] ?? locked.name
    const changes = sources.get(source) ?? []
    changes.push(toChange(locked, pair))
    sources.set(source, changes)
  }
  return [...sources]
    .map(([source, packages]) => ({ source, packages }))
    .sort((a, b) => (a.source < b.source ? -1 : 1))
}

function toChange({ name, architecture }: LockedPackage, { from, to }: Pair): PackageChange {
  return {
    name,
    architecture,
    ...(from && { from: from.version }),
    ...(to && { to: to.version }),
    installedBytes: installedBytes(to) - installedBytes(from),
  }
}

function identity({ name, architecture }: LockedPackage): string {
  return architecture === 'all' ? name : `${name}:${architecture}`
}

function installedBytes(locked: LockedPackage | undefined): number {
  return Number(locked?.stanza.get('Installed-Size') ?? 0) * 1024
}
