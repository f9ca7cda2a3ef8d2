import {
  type Checksum,
  type DirMeta,
  type ObjectWriter,
  readTar,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  type TarEntry,
  type TreeBuilder,
  textOf,
} from '@apt2ostree/ostree-repo'
import { OciError } from '../errors.js'

/** What stands before a name that a layer takes away (OCI layer.md, "Whiteouts"). */
const WHITEOUT = '.wh.'
/** Takes away all that layers below have in its directory. */
const OPAQUE = '.wh..wh..opq'

/** Contents up to this size are collected, so that one that the repo has is never written. */
const WHOLE_BYTES = 256 * 1024

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
  const { name, typeflag, uid, gid, mode, xattrs, linkName, size, content } = entry
  if (typeflag === '2') {
    const header = { uid, gid, mode: S_IFLNK | 0o777, xattrs, symlinkTarget: linkName }
    return writer.writeFile(header)
  }
  if (!'07\0'.includes(typeflag)) {
    throw new OciError(
      'ERR_OCI_UNSUPPORTED',
      `cannot apply a layer: "${textOf(name)}" is neither file, directory nor link`,
    )
  }
  const header = { uid, gid, mode: S_IFREG | mode, xattrs }
  if (size > WHOLE_BYTES) return writer.writeFileFrom(header, size, content)
  return collect(content).then((bytes) => writer.writeFile(header, bytes))
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
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
