import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Checksum } from './checksum.js'
import { readRef, refPath } from './refs.js'
import { syncPaths } from './sync-paths.js'

/** A ref that is to change. */
export interface StagedRef {
  readonly path: string
  /** The file with what it will hold; undefined where it will be removed. */
  readonly staged: string | undefined
}

/**
 * Writes what refs are to hold to files in the staging directory. A ref that holds it already is
 * left out, so that its file stays as it is.
 */
export function stageRefs(
  repoPath: string,
  stagingPath: string,
  refs: ReadonlyMap<string, Checksum | undefined>,
): StagedRef[] {
  return [...refs].flatMap(([name, checksum], i): StagedRef[] => {
    const path = refPath(repoPath, name)
    if (checksum === undefined) return [{ path, staged: undefined }]
    if (readRef(repoPath, name) === checksum) return []
    const staged = `${stagingPath}/ref-${i}`
    writeFileSync(staged, `${checksum}\n`, { mode: 0o644 })
    return [{ path, staged }]
  })
}

/** Moves refs to their places, and takes others away; nothing happens where there is none. */
export async function publishRefs(refs: readonly StagedRef[], durable: boolean): Promise<void> {
  for (const { path, staged } of refs) {
    if (staged === undefined) rmSync(path, { force: true })
    else {
      mkdirSync(dirname(path), { recursive: true })
      renameSync(staged, path)
    }
  }
  const written = refs.filter(({ staged }) => staged !== undefined)
  if (durable) await syncPaths(written.map(({ path }) => dirname(path)))
}
