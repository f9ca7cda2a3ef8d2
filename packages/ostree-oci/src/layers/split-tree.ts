import { createHash } from 'node:crypto'
import {
  type Checksum,
  type Repo,
  type TreeEntry,
  type TreeRef,
  walkTree,
} from '@apt2ostree/ostree-repo'
import type { PackageOwners } from './package-owners.js'
import { planLayers } from './plan-layers.js'

/** The part of a tree that goes into one layer: files, and all directories above them. */
export interface TreeLayer {
  readonly name: string
  /** Names of the packages whose files it holds, sorted; empty for the kernel's and the last one. */
  readonly packages: readonly string[]
  /** Sorted by the bytes of their paths, so that directories come before what they hold. */
  readonly entries: readonly TreeEntry[]
  /** SHA-256 of all that the layer's tar is made of. */
  readonly key: string
}

/** To be raised whenever another tar comes of the same entries. */
const TAR_FORMAT = 1

const KERNEL = 'kernel'
/** What no package owns, and all that configuring changes as a matter of course. */
const REST = 'rest'

/** A kernel and its initramfs are large, and made anew for reasons of their own. */
const KERNEL_PATHS = /^\/(boot\/.|usr\/lib\/modules\/[^/]+\/(vmlinuz|initramfs\.img)$)/
/** Places whose files belong to the system rather than to the package that brought them. */
const LOCAL_PATHS = /^\/(etc|usr\/etc|var|root|home|srv|run|tmp)(\/|$)/

/**
 * Returns the layers of a tree, those of packages first: of the same tree always the same ones.
 * Each holds the directories above its files, so that layers can be laid over each other in any order.
 */
export function splitTree(
  repo: Repo,
  root: TreeRef,
  { groups, ownerOf }: PackageOwners,
  maxLayers?: number,
): TreeLayer[] {
  const layerOf = planLayers(groups, maxLayers)
  const parts = new Map<string, Map<string, TreeEntry>>()
  const parents: TreeEntry[] = []
  for (const entry of walkTree(repo, root)) {
    while (parents.length > 0 && !isBelow(entry.path, parents.at(-1)?.path ?? '')) parents.pop()
    if (entry.type === 'directory') {
      parents.push(entry)
      if (!isEmpty(repo, entry)) continue
    }
    const owner = ownerOf(entry.path)
    const isLocal = LOCAL_PATHS.test(entry.path) && !entry.path.includes('/dpkg/info/')
    const name = KERNEL_PATHS.test(entry.path)
      ? KERNEL
      : owner === undefined || isLocal
        ? REST
        : (layerOf.get(owner) ?? REST)
    let part = parts.get(name)
    if (part === undefined) {
      part = new Map()
      parts.set(name, part)
    }
    for (const each of parents) part.set(each.path, each)
    part.set(entry.path, entry)
  }
  const members = (name: string) =>
    groups.filter((group) => layerOf.get(group) === name).flatMap(({ packages }) => packages)
  return [...parts]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([name, part]) => {
      const entries = [...part.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
      return { name, packages: members(name).sort(), entries, key: keyOf(entries) }
    })
}

function rank(name: string): number {
  return name === REST ? 2 : name === KERNEL ? 1 : 0
}

/** Checksums stand for owner, mode, attributes and content. */
function keyOf(entries: readonly TreeEntry[]): string {
  const hash = createHash('sha256').update(`tar ${TAR_FORMAT}\n`)
  for (const entry of entries) hash.update(`${entry.path}\0${metadataOf(entry)}\n`, 'latin1')
  return hash.digest('hex')
}

function metadataOf(entry: TreeEntry): Checksum {
  return entry.type === 'directory' ? entry.meta : entry.checksum
}

function isEmpty(repo: Repo, { tree }: TreeRef): boolean {
  const { files, dirs } = repo.readDirTree(tree)
  return files.length === 0 && dirs.length === 0
}

function isBelow(path: string, directory: string): boolean {
  return path.startsWith(directory === '/' ? '/' : `${directory}/`)
}
