import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { DebError } from '@apt2ostree/deb-ar'
import type { ObjectWriter, Repo } from '@apt2ostree/ostree-repo'
import { LayerError } from './errors.js'
import { findLayer } from './find-layer.js'
import { importDeb, type Layer } from './import-deb.js'
import type { PackageIdentity } from './package-identity.js'
import { readFileChunks } from './read-file-chunks.js'

const hashChunkBytes = 1 << 18

/** A .deb to be imported, as it is sent to a worker thread. */
export interface ImportJob {
  readonly path: string
  /** What to call it in errors. */
  readonly label: string
  /** What the .deb must be, where that is known. */
  readonly sha256?: string
  readonly usrMerge: boolean
}

/** Imports a .deb after its SHA256 was verified; nothing of a wrong file is parsed. Throws as importDeb does. */
export async function runImportJob(
  repo: Repo,
  writer: ObjectWriter,
  job: ImportJob,
): Promise<Layer> {
  const { label, path, usrMerge } = job
  const existing = (identity: PackageIdentity) => findLayer(repo, identity, usrMerge)
  try {
    const sha256 = verifyFile(job)
    return await importDeb(writer, readFileChunks(path), {
      ...{ label, sha256, usrMerge },
      findLayer: existing,
    })
  } catch (error) {
    throw namingFile(error, label)
  }
}

function verifyFile({ path, sha256 }: ImportJob): string {
  const actual = hashFile(path)
  if (sha256 === undefined || sha256 === actual) return actual
  const hint = `remove "${path}" if it is a damaged copy`
  throw new LayerError('ERR_LAYER_MISMATCH', `its SHA256 is ${actual}, not ${sha256}`, { hint })
}

/** Errors of reading the .deb name it already, and what has no code is a defect of ours. */
function namingFile(error: unknown, label: string): unknown {
  if (error instanceof DebError || !(error instanceof Error) || !('code' in error)) return error
  const code = error instanceof LayerError ? error.code : 'ERR_LAYER_IMPORT'
  return new LayerError(code, `cannot import "${label}"`, { cause: error })
}

function hashFile(path: string): string {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafeSlow(hashChunkBytes)
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const length = readSync(file, chunk)
      if (length === 0) return hash.digest('hex')
      hash.update(chunk.subarray(0, length))
    }
  } finally {
    closeSync(file)
  }
}
