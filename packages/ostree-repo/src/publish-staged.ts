import { lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import type { Checksum } from './checksum.js'
import { isSealed } from './content/plain-file.js'
import { OstreeRepoError } from './errors.js'
import { moveDirectory } from './move-directory.js'
import { type ObjectType, parseLooseName } from './object-name.js'
import type { HeldLock } from './repo-lock.js'
import { stagedParts } from './staging-area.js'
import { syncPaths } from './sync-paths.js'

/** Whether an object is known to be whole without looking at its file. */
export type IsWhole = (checksum: Checksum, type: ObjectType) => boolean

/** Staged objects, by the directories that the first two digits of their checksums name. */
export interface StagedPart {
  readonly path: string
  readonly prefixes: readonly { readonly name: string; readonly objects: readonly string[] }[]
}

/**
 * What a transaction has staged, in the order in which it is to be published.
 * Throws ERR_OSTREE_TRANSACTION for an unfinished object.
 */
export function listStaged(stagingPath: string, isWhole: IsWhole): StagedPart[] {
  const parts = stagedParts
    .map((part) => listPart(`${stagingPath}/${part}`))
    .filter(({ prefixes }) => prefixes.length > 0)
  for (const part of parts) assertWhole(part, isWhole)
  return parts
}

/**
 * Moves staged objects into the repo's `objects`; their bytes must be on the disk where `durable` is
 * asked for. All else is there before commits are, so that no crash leaves a commit without its objects.
 * `lock` is the repo's, where it has locks.
 */
export async function publishStaged(
  parts: readonly StagedPart[],
  repoPath: string,
  lock: HeldLock | undefined,
  durable: boolean,
): Promise<void> {
  for (const part of parts) {
    const move = (isAlone: boolean) => moveObjects(part, `${repoPath}/objects`, isAlone)
    const changed = lock === undefined ? move(true) : lock.attemptAlone(move)
    if (durable) await syncPaths(changed)
  }
}

/** Yields the paths of staged objects. */
export function* stagedPaths(parts: readonly StagedPart[]): Generator<string> {
  for (const { path, prefixes } of parts) {
    for (const { name, objects } of prefixes) {
      for (const rest of objects) yield `${path}/${name}/${rest}`
    }
  }
}

/** Yields the commits among staged objects. */
export function* stagedCommits(parts: readonly StagedPart[]): Generator<Checksum> {
  for (const { prefixes } of parts) {
    for (const { name, objects } of prefixes) {
      for (const rest of objects) {
        const object = parseLooseName(name + rest)
        if (object?.type === 'commit') yield object.checksum
      }
    }
  }
}

function listPart(path: string): StagedPart {
  const prefixes = listIfThere(path).map((name) => ({
    name,
    objects: readdirSync(`${path}/${name}`),
  }))
  return { path, prefixes }
}

function listIfThere(path: string): string[] {
  try {
    return readdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** A writer that died may have left half an object, which others took for written. */
function assertWhole({ path, prefixes }: StagedPart, isWhole: IsWhole): void {
  for (const { name, objects } of prefixes) {
    for (const rest of objects) {
      const object = parseLooseName(name + rest)
      if (object !== undefined) {
        if (isWhole(object.checksum, object.type)) continue
        if (isSealed(lstatSync(`${path}/${name}/${rest}`))) continue
      }
      throw new OstreeRepoError(
        'ERR_OSTREE_TRANSACTION',
        `cannot end transaction: "${path}/${name}/${rest}" was not written to its end`,
      )
    }
  }
}

/**
 * Moves objects to their places and gives the directories whose entries that changed. Whole directories
 * are moved, many objects for the price of one, only where nobody else writes: somebody may have made
 * the empty one that gives way, and be about to put an object into it.
 */
function moveObjects({ path, prefixes }: StagedPart, root: string, isAlone: boolean): string[] {
  const changed: string[] = []
  for (const { name, objects } of prefixes) {
    if (isAlone && moveDirectory(`${path}/${name}`, `${root}/${name}`)) continue
    mkdirSync(`${root}/${name}`, { recursive: true })
    for (const rest of objects) renameSync(`${path}/${name}/${rest}`, `${root}/${name}/${rest}`)
    changed.push(`${root}/${name}`)
  }
  return [...changed, root]
}
