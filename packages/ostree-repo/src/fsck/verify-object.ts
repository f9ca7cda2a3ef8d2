import { createHash } from 'node:crypto'
import { CorruptObjectError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import { decodeCommit, encodeCommit } from '../objects/commit.js'
import { decodeDirMeta, encodeDirMeta } from '../objects/dir-meta.js'
import { decodeDirTree, encodeDirTree } from '../objects/dir-tree.js'
import { encodeFileHeader } from '../objects/file-header.js'
import { type ObjectId, objectName } from '../objects/object-name.js'
import type { Repo } from '../repo.js'

/** Smaller contents are read at once, which takes a tenth of the time. */
const WHOLE_BYTES = 1024 * 1024

const reencode = {
  commit: (bytes: Buffer) => encodeCommit(decodeCommit(bytes)),
  dirtree: (bytes: Buffer) => encodeDirTree(decodeDirTree(bytes)),
  dirmeta: (bytes: Buffer) => encodeDirMeta(decodeDirMeta(bytes)),
}

/**
 * Reads an object whole. Throws CorruptObjectError unless its bytes have the checksum that names
 * it and are in normal form, ObjectNotFoundError when it isn't there.
 */
export async function verifyObject(repo: Repo, { checksum, type }: ObjectId): Promise<void> {
  const corrupt = (reason: string) => {
    const path = repo.objects.pathOf(checksum, type)
    return new CorruptObjectError(objectName(checksum, type), path, reason)
  }
  if (type === 'file') return verifyContent(repo, checksum, corrupt)
  const isNormal = repo.objects.readMetadata(checksum, type, (bytes) =>
    reencode[type](bytes).equals(bytes),
  )
  if (!isNormal) throw corrupt('it is not in normal form')
}

type Corrupt = (reason: string) => CorruptObjectError

async function verifyContent(repo: Repo, checksum: Checksum, corrupt: Corrupt): Promise<void> {
  const { header, size, readAll, chunks } = repo.openFile(checksum)
  const hash = createHash('sha256').update(encodeFileHeader(header))
  let length = 0
  for await (const chunk of size <= WHOLE_BYTES ? [readAll()] : chunks()) {
    hash.update(chunk)
    length += chunk.length
  }
  if (length !== size) throw corrupt(`its content has ${length} bytes, its header says ${size}`)
  const actual = hash.digest('hex')
  if (actual !== checksum) throw corrupt(`its checksum is ${actual}`)
}
