import { OstreeRepoError } from '../errors.js'
import { canonicalPermissions } from '../objects/canonical-permissions.js'
import type { Checksum } from '../objects/checksum.js'
import type { DirMeta } from '../objects/dir-meta.js'
import { textOf } from '../objects/entry-name.js'
import { S_IFDIR, S_IFLNK, S_IFREG } from '../objects/file-mode.js'
import { readTar, type TarEntry } from '../tar/read-tar.js'
import { tarError } from '../tar/tar-error.js'
import type { ObjectWriter } from '../transaction/object-writer.js'
import { TreeBuilder } from '../tree/tree-builder.js'
import type { TreeRef } from '../tree/tree-entry.js'
import type { ImportOptions } from './import-options.js'

/** Contents up to this size are collected, so that one that the repo has is never written. */
const WHOLE_BYTES = 256 * 1024

/**
 * Writes the tree that a tar holds, as `ostree commit --tree=tar=- --tar-autocreate-parents`.
 * Throws ERR_OSTREE_INVALID_TAR, ERR_OSTREE_INVALID_TREE, and ERR_OSTREE_UNSUPPORTED_FILE for
 * devices and fifos.
 */
export async function importTar(
  writer: ObjectWriter,
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions = {},
): Promise<TreeRef> {
  const tree = TreeBuilder.empty()
  const adapt: Adapt = options.canonical === true ? canonicalPermissions : (metadata) => metadata
  for await (const entry of readTar(heeding(options.signal, source))) {
    const { name, uid, gid, mode, xattrs } = entry
    const metadata = { uid, gid, mode, xattrs }
    switch (entry.typeflag) {
      case '5':
        tree.mkdir(name, adapt({ ...metadata, mode: S_IFDIR | mode }))
        break
      case '1':
        tree.addFile(name, hardLinkTarget(tree, entry))
        break
      default:
        tree.addFile(name, await writeTarFile(writer, entry, adapt))
    }
  }
  return tree.write(writer)
}

async function* heeding(signal: AbortSignal | undefined, source: AsyncIterable<Uint8Array>) {
  for await (const chunk of source) {
    signal?.throwIfAborted()
    yield chunk
  }
}

type Adapt = (metadata: DirMeta) => DirMeta

/**
 * Returns the checksum of the content object that a tar's file or symlink becomes, written here. Throws
 * ERR_OSTREE_UNSUPPORTED_FILE for what is neither.
 */
export function writeTarFile(
  writer: ObjectWriter,
  entry: TarEntry,
  adapt: Adapt = (metadata) => metadata,
): Checksum | Promise<Checksum> {
  const { name, typeflag, uid, gid, mode, xattrs, linkName } = entry
  if (typeflag === '2') {
    const header = adapt({ uid, gid, mode: S_IFLNK | 0o777, xattrs })
    return writer.writeFile({ ...header, symlinkTarget: linkName })
  }
  if ('07\0'.includes(typeflag)) {
    return writeContent(writer, adapt({ uid, gid, mode: S_IFREG | mode, xattrs }), entry)
  }
  throw new OstreeRepoError(
    'ERR_OSTREE_UNSUPPORTED_FILE',
    `cannot commit "${textOf(name)}": it is neither file, directory nor symlink`,
  )
}

async function writeContent(
  writer: ObjectWriter,
  header: Parameters<ObjectWriter['writeFile']>[0],
  { size, content }: TarEntry,
): Promise<Checksum> {
  if (size > WHOLE_BYTES) return writer.writeFileFrom(header, size, content)
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(chunk)
  return writer.writeFile(header, Buffer.concat(chunks))
}

function hardLinkTarget(tree: TreeBuilder, { name, linkName }: TarEntry): Checksum {
  const checksum = tree.fileAt(linkName)
  if (checksum !== undefined) return checksum
  throw tarError(
    `"${textOf(name)}" is a hard link to "${textOf(linkName)}", which is not before it`,
  )
}
