import { compareVersions } from '@apt2ostree/deb822'
import { type ListedPackage, type Lockfile, listPackages } from '@apt2ostree/lockfile'
import { diffHeaders, type SettingChange } from './diff-headers.js'

/** A package in one or both of two locks or lists. */
export interface PackageChange {
  readonly name: string
  readonly architecture: string
  readonly from?: string
  readonly to?: string
  /** The architecture before, where it was another: `all` became `amd64`. */
  readonly fromArchitecture?: string
  /** Of `moved`: the release's ids. */
  readonly release?: { readonly from: string; readonly to: string }
  /** Of `marked`: whether it is there, by now, because others need it. */
  readonly automatic?: boolean
  /** How many bytes more it takes once installed, by its Installed-Size. */
  readonly installedBytes: number
}

/** The changes of the packages built from one source package. */
export interface SourceChange {
  readonly source: string
  readonly packages: readonly PackageChange[]
}

/** What differs between two locks, in the order of what a reviewer has to see; each part by source. */
export interface LockDiff {
  /** The header: requests, options, releases but for their dates. */
  readonly settings: readonly SettingChange[]
  /** The same version with other contents. */
  readonly replaced: readonly SourceChange[]
  readonly downgraded: readonly SourceChange[]
  readonly removed: readonly SourceChange[]
  readonly added: readonly SourceChange[]
  readonly upgraded: readonly SourceChange[]
  /** The same .deb from another release. */
  readonly moved: readonly SourceChange[]
  /** The same .deb, asked for or needed by others, which it was not before. */
  readonly marked: readonly SourceChange[]
}

/** Returns what has to change to get from one lock to another. */
export function diffLocks(before: Lockfile, after: Lockfile): LockDiff {
  const packages = diffPackages(listPackages(before), listPackages(after), {
    from: before.architecture,
    to: after.architecture,
  })
  return { ...packages, settings: diffHeaders(before, after) }
}

/**
 * Returns what has to change to get from one list of packages to another. A package for `all` is the
 * one for the native architecture, where that is known.
 */
export function diffPackages(
  before: readonly ListedPackage[],
  after: readonly ListedPackage[],
  native: { readonly from: string; readonly to: string } = { from: 'all', to: 'all' },
): LockDiff {
  const old = new Map(before.map((from) => [identity(from, native.from), from]))
  const fresh = new Set(after.map((to) => identity(to, native.to)))
  const added: Pair[] = []
  const both: Required<Pair>[] = []
  for (const to of after) {
    const from = old.get(identity(to, native.to))
    if (from === undefined) added.push({ to })
    else both.push({ from, to })
  }
  const ordered = both.map((pair) => ({ pair, part: partOf(pair) }))
  const only = (part: string) =>
    bySource(ordered.filter((each) => each.part === part).map(({ pair }) => pair))
  return {
    settings: [],
    replaced: only('replaced'),
    downgraded: only('downgraded'),
    removed: bySource(
      before.filter((from) => !fresh.has(identity(from, native.from))).map((from) => ({ from })),
    ),
    added: bySource(added),
    upgraded: only('upgraded'),
    moved: only('moved'),
    marked: only('marked'),
  }
}

/** Returns whether two locks were asked for the same and hold the same. */
export function isEmptyDiff(diff: LockDiff): boolean {
  return Object.values(diff).every((part) => part.length === 0)
}

interface Pair {
  readonly from?: ListedPackage
  readonly to?: ListedPackage
}

function partOf({ from, to }: Required<Pair>): string | undefined {
  const order = compareVersions(to.version, from.version)
  if (order !== 0) return order > 0 ? 'upgraded' : 'downgraded'
  if (from.architecture !== to.architecture || from.version !== to.version) return 'replaced'
  if (differ(from.sha256, to.sha256)) return 'replaced'
  if (differ(from.release, to.release)) return 'moved'
  return differ(from.automatic, to.automatic) ? 'marked' : undefined
}

function differ<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b
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
  const isOtherArch = from && to && from.architecture !== to.architecture
  const isSame = from && to && from.version === to.version && !isOtherArch
  const isMoved = isSame && differ(from.release, to.release) && !differ(from.sha256, to.sha256)
  return {
    name,
    architecture,
    ...(from && { from: from.version }),
    ...(to && { to: to.version }),
    ...(isOtherArch && { fromArchitecture: from.architecture }),
    ...(isMoved && { release: { from: from.release ?? '', to: to.release ?? '' } }),
    ...(isSame && to.automatic !== undefined && differ(from.automatic, to.automatic)
      ? { automatic: to.automatic }
      : {}),
    installedBytes: (to?.installedBytes ?? 0) - (from?.installedBytes ?? 0),
  }
}

function identity({ name, architecture }: ListedPackage, native: string): string {
  const effective = architecture === 'all' ? native : architecture
  return effective === 'all' ? name : `${name}:${effective}`
}
