import { isUtf8 } from 'node:buffer'
import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { SandboxError } from '../errors.js'
import { readStoredXattrs, type StoredXattrs } from './stored-xattrs.js'

/** Something in an overlay's upper directory. */
export interface UpperEntry {
  /** Its name as a byte string, as in dirtrees. */
  readonly name: string
  /** Relative to the workspace, which is the working directory: `upper/etc`. */
  readonly path: string
  readonly status: Stats
  /** `file` is a regular file or a symlink, `nothing` a whiteout or a socket nobody listens on. */
  readonly type: 'file' | 'directory' | 'nothing'
  readonly xattrs: StoredXattrs
}

/** The upper directory itself, or an entry of it. Throws ERR_SANDBOX_COLLECT for devices and pipes. */
export function readUpper(path: string, name: string): UpperEntry {
  const status = lstatSync(path)
  const type = typeOf(status)
  if (type === undefined) {
    throw cannotKeep(path, status.isFIFO() ? 'it is a named pipe' : 'it is a device file')
  }
  return { name, path, status, type, xattrs: readStoredXattrs(path) }
}

/** What a directory holds, in no order. Throws ERR_SANDBOX_COLLECT for what no tree can hold. */
export function listUpper({ path }: UpperEntry): UpperEntry[] {
  return readdirSync(path, { encoding: 'latin1' }).map((name) => {
    const bytes = Buffer.from(name, 'latin1')
    if (!isUtf8(bytes)) throw cannotKeep(`${path}/${name}`, 'its name is not UTF-8')
    return readUpper(`${path}/${bytes.toString('utf8')}`, name)
  })
}

function typeOf(status: Stats): UpperEntry['type'] | undefined {
  if (status.isDirectory()) return 'directory'
  if (status.isFile() || status.isSymbolicLink()) return 'file'
  if (status.isSocket() || (status.isCharacterDevice() && status.rdev === 0)) return 'nothing'
  return undefined
}

function cannotKeep(path: string, reason: string): SandboxError {
  return new SandboxError(
    'ERR_SANDBOX_COLLECT',
    `cannot keep "${path.replace(/^upper/, '')}": ${reason}, which OSTree does not store`,
  )
}
