import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { type ObjectId, parseLooseName } from '../objects/object-name.js'
import { moveDirectory } from './move-directory.js'
import type { HeldLock } from './repo-lock.js'
import { stagedParts } from './staging.js'
import { syncPaths } from './sync-paths.js'

/** Staged objects, by the directories that the first two digits of their checksums name. */
export interface StagedPart {
  readonly path: string
  readonly prefixes: readonly { readonly name: string; readonly objects: readonly string[] }[]
}

/** Returns what a transaction has staged, in the order in which it is to be published. */
export function listStaged(stagingPath: string): StagedPart[] {
  return stagedParts
    .map((part) => listPart(`${stagingPath}/${part}`))
    .filter(({ prefixes }) => prefixes.length > 0)
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

/** Yields what the names of staged objects say. */
export function* stagedObjects(parts: readonly StagedPart[]): Generator<ObjectId> {
  for (const { prefixes } of parts) {
    for (const { name, objects } of prefixes) {
      for (const rest of objects) {
        const object = parseLooseName(name + rest)
        if (object !== undefined) yield object
      }
    }
  }
}

function listPart(path: string): StagedPart {
  const prefixes = readdirSync(path).map((name) => ({
    name,
    objects: readdirSync(`${path}/${name}`),
  }))
  return { path, prefixes }
}

/**
 * Moves objects to their places and gives the directories whose entries that changed. What the repo
 * has by now stays as it is: checkouts are links to it. Whole directories are moved, many objects for
 * the price of one, only where nobody else writes: somebody may have made the empty one that gives
 * way, and be about to put an object into it.
 */
function moveObjects({ path, prefixes }: StagedPart, root: string, isAlone: boolean): string[] {
  const changed: string[] = []
  for (const { name, objects } of prefixes) {
    const [from, to] = [`${path}/${name}`, `${root}/${name}`]
    changed.push(to)
    if (isAlone && moveDirectory(from, to)) continue
    mkdirSync(to, { recursive: true })
    for (const rest of objects) {
      if (!existsSync(`${to}/${rest}`)) renameSync(`${from}/${rest}`, `${to}/${rest}`)
    }
  }
  return [...changed, root]
}
