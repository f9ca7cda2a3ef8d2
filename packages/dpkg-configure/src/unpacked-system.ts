import { decodeBytes, parseStanzas, type Stanza } from '@apt2ostree/deb822'
import {
  type Checksum,
  type DirTree,
  lookupPath,
  type Repo,
  type TreeRef,
} from '@apt2ostree/ostree-repo'
import { DpkgConfigureError } from './errors.js'

/** A package that is unpacked and waits to be configured. */
export interface UnpackedPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  /** What its files in `var/lib/dpkg/info` begin with: the name, or `NAME:ARCH`. */
  readonly infoName: string
  readonly stanza: Stanza
}

/** What an unpacked tree says of itself. */
export interface UnpackedSystem {
  readonly packages: readonly UnpackedPackage[]
  /** Packages to install when the others are configured, by name. */
  readonly deferred: readonly string[]
  /** Names in `var/lib/dpkg/info`. */
  readonly info: ReadonlySet<string>
  /** The text of a file in `var/lib/dpkg`, empty when there is none. */
  read(path: string): string
}

const database = 'var/lib/dpkg'

/** Reads the dpkg database of a tree in the repo. Throws ERR_DPKG_CONFIGURE_TREE without one. */
export function readUnpackedSystem(repo: Repo, rev: Checksum): UnpackedSystem {
  const root = repo.readRoot(rev)
  const status = readText(repo, root, 'status')
  if (status === undefined) {
    throw new DpkgConfigureError(
      'ERR_DPKG_CONFIGURE_TREE',
      `cannot configure commit ${rev}: it has no /${database}/status`,
      { hint: 'give the commit that ostree-union made of all layers, the database layer included' },
    )
  }
  const info = namesIn(repo, root, 'info')
  const packages = [...parseStanzas(status)].map((stanza) => unpackedPackage(stanza, info))
  const deferred = foldersIn(repo, root, 'deferred')
  return { packages, deferred, info, read: (path) => readText(repo, root, path) ?? '' }
}

function unpackedPackage(stanza: Stanza, info: ReadonlySet<string>): UnpackedPackage {
  const [name, version, architecture] = ['Package', 'Version', 'Architecture'].map(
    (field) => stanza.get(field) ?? '',
  ) as [string, string, string]
  const qualified = `${name}:${architecture}`
  const infoName = info.has(`${qualified}.list`) ? qualified : name
  return { name, version, architecture, infoName, stanza }
}

function readText(repo: Repo, root: TreeRef, path: string): string | undefined {
  const entry = lookupPath(repo, root, `${database}/${path}`)
  if (entry?.type !== 'file') return undefined
  return decodeBytes(repo.openFile(entry.checksum).readAll())
}

function namesIn(repo: Repo, root: TreeRef, path: string): Set<string> {
  return new Set(readFolder(repo, root, path).files.map(([name]) => name))
}

function foldersIn(repo: Repo, root: TreeRef, path: string): string[] {
  return readFolder(repo, root, path).dirs.map(([name]) => name)
}

function readFolder(repo: Repo, root: TreeRef, path: string): DirTree {
  const entry = lookupPath(repo, root, `${database}/${path}`)
  return entry?.type === 'directory' ? repo.readDirTree(entry.tree) : { files: [], dirs: [] }
}
