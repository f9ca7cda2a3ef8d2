import { basename, dirname } from 'node:path/posix'
import { decodeBytes, parseStanzas, type Stanza } from '@apt2ostree/deb822'
import { type Checksum, lookupPath, type Repo, type TreeRef } from '@apt2ostree/ostree-repo'
import { DpkgConfigureError } from './errors.js'

/** A package in the dpkg database. */
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
  /** Those that wait to be configured. */
  readonly packages: readonly UnpackedPackage[]
  /** Those that the others are added to: they are configured. */
  readonly installed: readonly UnpackedPackage[]
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
  const folders = new Map<string, Folder>()
  const folder = (path: string) => {
    const known = folders.get(path) ?? readFolder(repo, repo.readRoot(rev), path)
    folders.set(path, known)
    return known
  }
  const read = (path: string) => {
    const checksum = folder(dirname(path)).files.get(basename(path))
    return checksum && decodeBytes(repo.openFile(checksum).readAll())
  }
  const status = read('status')
  if (status === undefined) {
    throw new DpkgConfigureError(
      'ERR_DPKG_CONFIGURE_TREE',
      `cannot configure commit ${rev}: it has no /${database}/status`,
      { hint: 'give the commit that ostree-union made of all layers, the database layer included' },
    )
  }
  const info = new Set(folder('info').files.keys())
  const all = [...parseStanzas(status)].map((stanza) => unpackedPackage(stanza, info))
  return {
    packages: all.filter((item) => !isInstalled(item)),
    installed: all.filter(isInstalled),
    deferred: folder('deferred').folders,
    info,
    read: (path) => read(path) ?? '',
  }
}

function isInstalled({ stanza }: UnpackedPackage): boolean {
  return stanza.get('Status') === 'install ok installed'
}

function unpackedPackage(stanza: Stanza, info: ReadonlySet<string>): UnpackedPackage {
  const [name, version, architecture] = ['Package', 'Version', 'Architecture'].map(
    (field) => stanza.get(field) ?? '',
  ) as [string, string, string]
  const qualified = `${name}:${architecture}`
  const infoName = info.has(`${qualified}.list`) ? qualified : name
  return { name, version, architecture, infoName, stanza }
}

/** What a directory of the database holds. */
interface Folder {
  readonly files: ReadonlyMap<string, Checksum>
  readonly folders: readonly string[]
}

/** The directory at a path below the database's; an empty one where there is none. */
function readFolder(repo: Repo, root: TreeRef, path: string): Folder {
  const entry = lookupPath(repo, root, `${database}/${path}`)
  if (entry?.type !== 'directory') return { files: new Map(), folders: [] }
  const { files, dirs } = repo.readDirTree(entry.tree)
  return { files: new Map(files), folders: dirs.map(([name]) => name) }
}
