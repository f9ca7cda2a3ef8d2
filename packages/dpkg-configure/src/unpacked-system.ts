import { basename, dirname } from 'node:path/posix'
import {
  type DescribedPackage,
  decodeBytes,
  parseStanza,
  parseStanzas,
  type Stanza,
} from '@apt2ostree/deb822'
import { type Checksum, lookupPath, type Repo, type TreeRef } from '@apt2ostree/ostree-repo'
import { DpkgConfigureError } from './errors.js'
import { orderForPreinst } from './script-order.js'

/** A package in the dpkg database. */
export interface UnpackedPackage extends DescribedPackage {
  /** What its files in `var/lib/dpkg/info` begin with: the name, or `NAME:ARCH`. */
  readonly infoName: string
}

/** What an unpacked tree says of itself. */
export interface UnpackedSystem {
  /** Those that wait to be configured. */
  readonly packages: readonly UnpackedPackage[]
  /** Those that the others are added to: they are configured. */
  readonly installed: readonly UnpackedPackage[]
  /** Packages to install when the others are configured, in the order in which dpkg is to unpack them. */
  readonly deferred: readonly UnpackedPackage[]
  /** Names in `var/lib/dpkg/info`. */
  readonly info: ReadonlySet<string>
  /** The packages, as their info files call them, with files whose owners are still to be looked up by name. */
  readonly owners: ReadonlySet<string>
  /** Whether the tree has a file at a path. */
  has(path: string): boolean
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
  const readDeferred = (infoName: string) => {
    const [stanza = parseStanza('')] = parseStanzas(read(`deferred/${infoName}.control`) ?? '')
    return { ...describe(stanza), infoName }
  }
  const all = [...parseStanzas(status)].map((stanza) => unpackedPackage(stanza, info))
  return {
    packages: all.filter((item) => !isInstalled(item)),
    installed: all.filter(isInstalled),
    deferred: orderForPreinst(folder('deferred').folders.map(readDeferred)),
    info,
    owners: new Set(folder('owners').files.keys()),
    has: (path) => lookupPath(repo, repo.readRoot(rev), path)?.type === 'file',
    read: (path) => read(path) ?? '',
  }
}

function isInstalled({ stanza }: UnpackedPackage): boolean {
  return stanza.get('Status') === 'install ok installed'
}

function unpackedPackage(stanza: Stanza, info: ReadonlySet<string>): UnpackedPackage {
  const described = describe(stanza)
  const qualified = `${described.name}:${described.architecture}`
  return { ...described, infoName: info.has(`${qualified}.list`) ? qualified : described.name }
}

function describe(stanza: Stanza): DescribedPackage {
  const [name, version, architecture] = ['Package', 'Version', 'Architecture'].map(
    (field) => stanza.get(field) ?? '',
  ) as [string, string, string]
  return { name, version, architecture, stanza }
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
