import {
  type Checksum,
  type DirMeta,
  type ObjectWriter,
  readTar,
  S_IFDIR,
  type TarEntry,
  type TreeBuilder,
  textOf,
  writeTarFile,
} from '@apt2ostree/ostree-repo'
import { OciError } from '../errors.js'

/** What stands before a name that a layer takes away (OCI layer.md, "Whiteouts"). */
const WHITEOUT = '.wh.'
/** Takes away all that layers below have in its directory. */
const OPAQUE = '.wh..wh..opq'

type Addition =
  | { readonly path: string; readonly meta: DirMeta }
  | { readonly path: string; readonly file: Checksum }

/**
 * Lays a layer over a tree: first goes what it takes away of those below, then comes what it has.
 * Throws OciError for devices, sockets and fifos, for links to nowhere and for whiteouts of what is
 * not there, and OstreeRepoError for a damaged tar and for paths that leave the tree.
 */
export async function applyLayer(
  tree: TreeBuilder,
  writer: ObjectWriter,
  source: AsyncIterable<Uint8Array>,
): Promise<void> {
  const removed: string[] = []
  const emptied: string[] = []
  const added: Addition[] = []
  const files = new Map<string, Checksum>()
  for await (const entry of readTar(source)) {
    const path = normalPath(entry.name)
    const [parent, name] = splitPath(path)
    if (name === OPAQUE) emptied.push(parent)
    else if (name.startsWith(WHITEOUT)) removed.push(joinPath(parent, name.slice(WHITEOUT.length)))
    else if (entry.typeflag === '5' || entry.name.endsWith('/')) {
      const { uid, gid, mode, xattrs } = entry
      added.push({ path, meta: { uid, gid, mode: S_IFDIR | mode, xattrs } })
    } else {
      const file =
        entry.typeflag === '1' ? linkTarget(tree, files, entry) : await writeFile(writer, entry)
      files.set(path, file)
      added.push({ path, file })
    }
  }
  for (const path of emptied) tree.clear(path)
  for (const path of removed) {
    if (tree.remove(path)) continue
    throw new OciError(
      'ERR_OCI_LAYOUT',
      `cannot apply a layer: it takes away "${textOf(path)}", which is not there`,
    )
  }
  for (const addition of added) add(tree, addition)
}

/** Of a file in place of a directory, and the reverse, the layer above is right. */
function add(tree: TreeBuilder, addition: Addition): void {
  const { path } = addition
  if ('file' in addition) {
    if (tree.hasDirectory(path)) tree.remove(path)
    tree.addFile(path, addition.file)
    return
  }
  if (tree.fileAt(path) !== undefined) tree.remove(path)
  tree.mkdir(path, addition.meta)
}

function writeFile(writer: ObjectWriter, entry: TarEntry): Checksum | Promise<Checksum> {
  if ('027\0'.includes(entry.typeflag)) return writeTarFile(writer, entry)
  throw new OciError(
    'ERR_OCI_UNSUPPORTED',
    `cannot apply a layer: "${textOf(entry.name)}" is neither file, directory nor link`,
  )
}

function linkTarget(
  tree: TreeBuilder,
  files: ReadonlyMap<string, Checksum>,
  { name, linkName }: TarEntry,
): Checksum {
  const target = normalPath(linkName)
  const checksum = files.get(target) ?? tree.fileAt(target)
  if (checksum !== undefined) return checksum
  throw new OciError(
    'ERR_OCI_LAYOUT',
    `cannot apply a layer: "${textOf(name)}" is a hard link to "${textOf(linkName)}", which is not before it`,
  )
}

function normalPath(path: string): string {
  return path
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .join('/')
}

function splitPath(path: string): [parent: string, name: string] {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)]
}

const joinPath = (parent: string, name: string) => (parent === '' ? name : `${parent}/${name}`)
