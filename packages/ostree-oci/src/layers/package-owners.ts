import {
  type DescribedPackage,
  dependenciesAmong,
  parseStanzas,
  withDependencies,
} from '@apt2ostree/deb822'
import { lookupPath, type Repo, type TreeRef } from '@apt2ostree/ostree-repo'

/** Packages of one source that come into an image together. */
export interface SourceGroup {
  /** The name of the source package. */
  readonly source: string
  /** Whether these are packages that every system has: Essential, required, and what those need. */
  readonly isBase: boolean
  /** The names of the binary packages, sorted. */
  readonly packages: readonly string[]
  /** Bytes that the packages say they take when installed. */
  readonly installedBytes: number
}

/** Who brought which file, as dpkg's database in the tree tells. */
export interface PackageOwners {
  readonly groups: readonly SourceGroup[]
  /** Debian's name of the system's architecture, where the tree has a dpkg that tells. */
  readonly architecture: string | undefined
  /** Returns the group that owns a path of the tree, undefined where no package does. */
  ownerOf(path: string): SourceGroup | undefined
}

/** Where a tree may keep dpkg's database: a configured one, and those that boot. */
const DATABASES = ['/var/lib/dpkg', '/usr/lib/sysimage/lib/dpkg', '/usr/lib/sysimage/dpkg']

interface InstalledPackage extends DescribedPackage {
  /** What its files in info/ begin with. */
  readonly infoName: string
}

/**
 * Returns the owners of a tree's files. A path belongs to the package whose list names it; of several
 * to the first by name. Without a database nothing belongs to anybody.
 */
export function readPackageOwners(repo: Repo, root: TreeRef): PackageOwners {
  const { database, packages, names, architecture } = readDatabase(repo, root)
  const groupOf = groupBySource(packages)
  const resolve = topLevelLinks(repo, root)
  const owners = new Map<string, SourceGroup>()
  for (const item of packages) {
    const group = groupOf.get(item)
    if (group === undefined) continue
    const list = readFile(repo, root, `${database}/info/${item.infoName}.list`) ?? ''
    for (const line of list.split('\n')) {
      const path = resolve(line)
      if (path !== '' && !owners.has(path)) owners.set(path, group)
    }
    for (const name of names) {
      // what dpkg knows of a package goes with the package
      if (name.startsWith(`${item.infoName}.`)) owners.set(`${database}/info/${name}`, group)
    }
  }
  const groups = [...new Set(packages.flatMap((item) => groupOf.get(item) ?? []))]
  return { groups, architecture, ownerOf: (path) => owners.get(path) }
}

function readDatabase(repo: Repo, root: TreeRef) {
  const database = DATABASES.find((path) => lookupPath(repo, root, `${path}/status`) !== undefined)
  const info = database === undefined ? undefined : lookupPath(repo, root, `${database}/info`)
  const files = info?.type === 'directory' ? repo.readDirTree(info.tree).files : []
  const names = new Set(files.map(([name]) => name))
  const packages = readStatus(readFile(repo, root, `${database}/status`) ?? '', names)
  const architecture = packages.find(({ name }) => name === 'dpkg')?.architecture
  return { database, packages, names, architecture }
}

/** The bytes of a file as a byte string. */
function readFile(repo: Repo, root: TreeRef, path: string): string | undefined {
  const entry = lookupPath(repo, root, path)
  if (entry?.type !== 'file') return undefined
  return repo.openFile(entry.checksum).readAll().toString('latin1')
}

function readStatus(status: string, info: ReadonlySet<string>): InstalledPackage[] {
  return [...parseStanzas(status)]
    .filter((stanza) => stanza.get('Status')?.endsWith(' installed') === true)
    .map((stanza) => {
      const name = stanza.get('Package') ?? ''
      const architecture = stanza.get('Architecture') ?? ''
      const qualified = `${name}:${architecture}`
      const infoName = info.has(`${qualified}.list`) ? qualified : name
      return { name, architecture, infoName, version: stanza.get('Version') ?? '', stanza }
    })
    .sort((a, b) => compare(`${a.name}:${a.architecture}`, `${b.name}:${b.architecture}`))
}

function groupBySource(packages: readonly InstalledPackage[]): Map<InstalledPackage, SourceGroup> {
  const needed = packages.filter(
    ({ stanza }) => stanza.get('Essential') === 'yes' || stanza.get('Priority') === 'required',
  )
  const base = withDependencies(needed, dependenciesAmong(packages))
  const members = new Map<string, InstalledPackage[]>()
  for (const item of packages) {
    const key = `${base.has(item) ? 'base' : 'more'} ${sourceOf(item)}`
    members.set(key, [...(members.get(key) ?? []), item])
  }
  const groups = new Map<InstalledPackage, SourceGroup>()
  for (const items of members.values()) {
    const [first] = items
    if (first === undefined) continue
    const group: SourceGroup = {
      source: sourceOf(first),
      isBase: base.has(first),
      packages: [...new Set(items.map(({ name }) => name))],
      installedBytes: items.reduce(
        (sum, { stanza }) => sum + installedBytes(stanza.get('Installed-Size')),
        0,
      ),
    }
    for (const item of items) groups.set(item, group)
  }
  return groups
}

/** Source: NAME (VERSION), or the package's own name (deb-control(5)). */
function sourceOf({ name, stanza }: InstalledPackage): string {
  return stanza.get('Source')?.split(' ', 1)[0] || name
}

/** Installed-Size is in KiB. */
function installedBytes(field: string | undefined): number {
  const kib = Number(field ?? 0)
  return Number.isSafeInteger(kib) && kib > 0 ? kib * 1024 : 0
}

/** Lists name /bin/sh where a tree of merged /usr has /usr/bin/sh. */
function topLevelLinks(repo: Repo, root: TreeRef): (path: string) => string {
  const targets = new Map<string, string>()
  for (const [name, checksum] of repo.readDirTree(root.tree).files) {
    const target = repo.openFile(checksum).header.symlinkTarget
    if (target !== undefined) targets.set(name, target.replace(/^\/+/, ''))
  }
  return (path) => {
    const [, top = '', rest] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? []
    const target = rest === undefined ? undefined : targets.get(top)
    return target === undefined ? path : `/${target}${rest}`
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
