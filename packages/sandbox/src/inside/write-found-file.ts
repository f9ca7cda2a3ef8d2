import { closeSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import type { Checksum, ObjectWriter } from '@apt2ostree/ostree-repo'
import type { FoundEntry } from './found-entry.js'

/** Files up to here are hashed first: most are copies of what the repo has already. */
const smallFile = 1024 * 1024
const chunk = Buffer.allocUnsafeSlow(256 * 1024)

/** Writes the content object of a regular file or a symlink and returns its checksum. */
export function writeFoundFile(writer: ObjectWriter, entry: FoundEntry): Checksum {
  const { path, status, identity, xattrs } = entry
  const header = { ...identity, xattrs: xattrs.own }
  if (status.isSymbolicLink()) {
    return writer.writeFile({ ...header, symlinkTarget: readlinkSync(path, 'latin1') })
  }
  if (status.size <= smallFile) return writer.writeFile(header, readFileSync(path))
  const source = openSync(path, 'r')
  const object = writer.beginFile(header, status.size)
  try {
    for (let read = readSync(source, chunk); read > 0; read = readSync(source, chunk)) {
      object.write(chunk.subarray(0, read))
    }
    return object.finish()
  } catch (error) {
    object.abort()
    throw error
  } finally {
    closeSync(source)
  }
}
