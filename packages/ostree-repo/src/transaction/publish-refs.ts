import {
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Checksum } from '../objects/checksum.js'
import { readRef, refPath } from '../refs/refs.js'
import { syncPaths } from './sync-paths.js'

/** A ref that is to change. */
export interface StagedRef {
  readonly path: string
  /** The file with what it will hold; undefined where it will be removed. */
  readonly staged: string | undefined
}

/**
 * Writes what refs are to hold to files in the staging directory, and returns the changes, removals
 * first. A ref that holds it already is left out, so that its file stays as it is.
 */
export function stageRefs(
  repoPath: string,
  stagingPath: string,
  refs: ReadonlyMap<string, Checksum | undefined>,
): StagedRef[] {
  const removed: StagedRef[] = []
  const set: StagedRef[] = []
  for (const [name, checksum] of refs) {
    const path = refPath(repoPath, name)
    const now = readRef(repoPath, name)
    if (checksum === undefined) {
      if (now !== undefined) removed.push({ path, staged: undefined })
    } else if (now !== checksum) {
      const staged = `${stagingPath}/ref-${set.length}`
      writeFileSync(staged, `${checksum}\n`, { mode: 0o644 })
      set.push({ path, staged })
    }
  }
  return [...removed, ...set]
}

/** Moves refs to their places, and takes others away. */
export async function publishRefs(refs: readonly StagedRef[], durable: boolean): Promise<void> {
  for (const { path, staged } of refs) {
    if (staged === undefined) rmSync(path, { force: true })
    else {
      mkdirSync(dirname(path), { recursive: true })
      renameOver(staged, path)
    }
  }
  if (durable) await syncPaths(refs.map(({ path }) => dirname(path)))
}

/** Removing refs leaves their directories, one of which may be where a ref is to be. */
function renameOver(staged: string, path: string): void {
  removeEmptyDirectories(path)
  renameSync(staged, path)
}

function removeEmptyDirectories(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return
  for (const name of readdirSync(path)) removeEmptyDirectories(`${path}/${name}`)
  rmdirSync(path)
}
