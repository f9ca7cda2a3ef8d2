import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  type Stats,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { byteStringOf } from '@apt2ostree/ostree-repo'
import type { ImageTree } from '@apt2ostree/ostree-tree'

/** What a directory held at one time: each path below it, and what tells whether it has changed. */
export type Snapshot = ReadonlyMap<string, string>

/** Returns what is below a directory now. */
export function takeSnapshot(root: string): Snapshot {
  return new Map([...walk(root, '')].map(([path, status]) => [path, fingerprint(status)]))
}

/** Whose files they are: as root, those of the directory; an ordinary user can give none away. */
export interface ChangesOptions {
  readonly asRoot: boolean
  /** Where devices, pipes and sockets are moved to, for a tree cannot hold them. */
  readonly aside: string
}

/**
 * Makes the changes in `tree` that were made in `root`, a checkout of it, since `before`. Devices,
 * pipes and sockets are moved aside; returns their paths. Extended attributes are not looked at.
 */
export function applyChanges(
  tree: ImageTree,
  root: string,
  before: Snapshot,
  { asRoot, aside }: ChangesOptions,
): string[] {
  const special: string[] = []
  const seen = new Set<string>()
  for (const [path, status] of [...walk(root, '')]) {
    seen.add(path)
    if (before.get(path) === fingerprint(status)) continue
    const file = join(root, path)
    const place = byteStringOf(path)
    const kind = tree.kindOf(place)
    const owner = asRoot ? { uid: status.uid, gid: status.gid } : ownerIn(tree, place)
    const ownership = { mode: status.mode & 0o7777, ...owner }
    if (kind !== undefined && (kind === 'directory') !== status.isDirectory()) tree.remove(place)
    if (status.isDirectory()) {
      if (kind !== 'directory') tree.addDirectory(place, ownership)
      tree.chmod(place, ownership.mode)
      tree.chown(place, owner.uid, owner.gid)
    } else if (status.isFile()) tree.addFile(place, readFileSync(file), ownership)
    else if (status.isSymbolicLink()) tree.addSymlink(place, byteStringOf(readlinkSync(file)))
    else {
      special.push(path)
      tree.remove(place)
      mkdirSync(dirname(join(aside, path)), { recursive: true })
      renameSync(file, join(aside, path))
    }
  }
  for (const path of before.keys()) if (!seen.has(path)) tree.remove(byteStringOf(path))
  return special
}

/** Each path below `root`, absolute there, parents before children. */
function* walk(root: string, path: string): Generator<[string, Stats]> {
  for (const name of readdirSync(join(root, path)).sort()) {
    const child = `${path}/${name}`
    const status = lstatSync(join(root, child))
    yield [child, status]
    if (status.isDirectory()) yield* walk(root, child)
  }
}

/** A directory's times change with what is in it. */
function fingerprint(status: Stats): string {
  const { mode, uid, gid, ino, ctimeMs, size } = status
  return [mode, uid, gid, ...(status.isDirectory() ? [] : [ino, ctimeMs, size])].join(' ')
}

function ownerIn(tree: ImageTree, path: string): { uid: number; gid: number } {
  const kind = tree.kindOf(path)
  if (kind === undefined) return { uid: 0, gid: 0 }
  const { uid, gid } = kind === 'directory' ? tree.dirMeta(path) : tree.header(path)
  return { uid, gid }
}
