import { createHash } from 'node:crypto'
import { displayText, encodeBytes } from '@apt2ostree/deb822'
import {
  compareLockedPackages,
  type LockedPackage,
  type Lockfile,
  newestReleaseDate,
} from '@apt2ostree/lockfile'
import {
  type ObjectWriter,
  type Repo,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  TreeBuilder,
  type TreeRef,
  Variant,
} from '@apt2ostree/ostree-repo'
import { databaseFilesOf, type InstalledSystem } from './database-files.js'
import { LayerError } from './errors.js'
import type { Layer } from './import-deb.js'
import { decodeLayerMetadata } from './layer-metadata.js'
import { infoNameOf } from './package-identity.js'

/** Part of the ref's digest: to be changed whenever the layer's content changes for the same input. */
const layoutVersion = 'database 2'

/** Directories that dpkg and its scripts rely on before any package is configured, by mode. */
const baseDirectories: readonly (readonly [string, number])[] = [
  ['dev', 0o755],
  ['etc', 0o755],
  ['proc', 0o755],
  ['run', 0o755],
  ['sys', 0o755],
  ['tmp', 0o1777],
  ['var', 0o755],
  ['var/lib/dpkg/alternatives', 0o755],
  ['var/lib/dpkg/info', 0o755],
  ['var/lib/dpkg/parts', 0o755],
  ['var/lib/dpkg/triggers', 0o755],
  ['var/lib/dpkg/updates', 0o755],
]

/** Aliases that a merged /usr has whether or not a package leads through them. */
const commonAliases = ['bin', 'lib', 'sbin']

/**
 * Writes the layer that holds the dpkg and apt databases of all packages of a lockfile, the root's base directories
 * and, with `usrMerge`, its symlinks. `layers` are those of the lock's packages, in lock order, which makes no
 * difference. Does nothing where the repo has it.
 */
export async function writeDatabaseLayer(
  repo: Repo,
  lock: Lockfile,
  layers: readonly Layer[],
  usrMerge: boolean,
): Promise<Layer> {
  const sorted = sortPackages(lock, layers)
  const ref = databaseRef(lock, sorted, usrMerge)
  const existing = repo.readRef(ref)
  if (existing !== undefined) return { ref, commit: existing }
  const system = readSystem(repo, lock, sorted)
  const aliases = system.packages.flatMap(({ metadata }) => metadata.aliases)
  return repo.transaction((tx) => {
    const root = writeTree(
      tx,
      system,
      usrMerge ? new Set([...commonAliases, ...aliases]) : new Set(),
    )
    const names = system.packages.map(({ metadata }) => displayText(infoNameOf(metadata.control)))
    const metadata = new Map([
      ['deb.layers', Variant.strings(names)],
      ['deb.architecture', Variant.string(lock.architecture)],
      ['deb.date', Variant.uint64(BigInt(newestReleaseDate(lock)))],
    ])
    const commit = tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
    tx.setRef(ref, commit)
    return { ref, commit }
  })
}

interface LayeredPackage {
  readonly pkg: LockedPackage
  readonly layer: Layer
}

/** The order of dpkg's status file: writedb_records in lib/dpkg/dump.c. */
function sortPackages(lock: Lockfile, layers: readonly Layer[]): LayeredPackage[] {
  const packages = lock.packages.map((pkg, index) => {
    const layer = layers[index]
    if (layer !== undefined) return { pkg, layer }
    const message = `cannot write the dpkg database: "${displayText(pkg.name)}" has no layer`
    throw new LayerError('ERR_LAYER_MISSING', message)
  })
  return packages.sort((a, b) => compareLockedPackages(a.pkg, b.pkg))
}

/** The ref bears the digest of all that goes into the layer. */
function databaseRef(
  lock: Lockfile,
  packages: readonly LayeredPackage[],
  usrMerge: boolean,
): string {
  const hash = createHash('sha256')
  const line = (...values: (string | boolean)[]) => hash.update(`${values.join('\t')}\n`)
  line(layoutVersion, usrMerge, lock.architecture, ...lock.foreignArchitectures)
  line(String(newestReleaseDate(lock)))
  for (const { pkg, layer } of packages) line(layer.commit, pkg.automatic)
  const digest = hash.digest('hex')
  return `deb/database/${digest.slice(0, 2)}/${digest.slice(2)}`
}

function readSystem(
  repo: Repo,
  { architecture, foreignArchitectures }: Lockfile,
  packages: readonly LayeredPackage[],
): InstalledSystem {
  const installed = packages.map(({ pkg, layer }) => ({
    metadata: decodeLayerMetadata(repo.readCommit(layer.commit)),
    automatic: pkg.automatic,
  }))
  return { architecture, foreignArchitectures, packages: installed }
}

function writeTree(
  writer: ObjectWriter,
  system: InstalledSystem,
  aliases: ReadonlySet<string>,
): TreeRef {
  const tree = TreeBuilder.empty()
  const root = { uid: 0, gid: 0, xattrs: [] }
  for (const [path, mode] of baseDirectories) tree.mkdir(path, { ...root, mode: S_IFDIR | mode })
  for (const alias of aliases) {
    const target = `usr/${alias}`
    tree.mkdir(target, { ...root, mode: S_IFDIR | 0o755 })
    const header = { ...root, mode: S_IFLNK | 0o777, symlinkTarget: target }
    tree.addFile(alias, writer.writeFile(header))
  }
  for (const [path, text] of databaseFilesOf(system)) {
    const header = { ...root, mode: S_IFREG | 0o644 }
    tree.addFile(path, writer.writeFile(header, encodeBytes(text)))
  }
  return tree.write(writer)
}
