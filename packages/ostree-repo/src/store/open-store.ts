import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { OstreeRepoError } from '../errors.js'
import { ObjectStore } from './object-store.js'
import { parseRepoConfig } from './repo-config.js'

/**
 * Returns the objects of the repo at `path`, with those of its parent repo; like libostree this takes
 * the path of a parent as it is, relative to the working directory. Throws ERR_OSTREE_NOT_A_REPO or
 * ERR_OSTREE_UNSUPPORTED_REPO.
 */
export function openStore(path: string, children: readonly ObjectStore[] = []): ObjectStore {
  const root = resolve(path)
  const configPath = `${root}/config`
  const config = parseRepoConfig(readConfig(root, configPath), configPath)
  const store = new ObjectStore(root, config)
  if (config.parent === undefined) return store
  const parentPath = resolve(config.parent)
  if ([store, ...children].some(({ repoPath }) => isSamePath(repoPath, parentPath))) {
    throw unsupported(root, `its parent "${parentPath}" has it for a parent`)
  }
  const parent = openStore(parentPath, [store, ...children])
  if (parent.config.mode !== config.mode) {
    throw unsupported(root, `its mode is ${config.mode}, its parent's ${parent.config.mode}`)
  }
  return new ObjectStore(root, config, parent)
}

function readConfig(root: string, configPath: string): string {
  try {
    return readFileSync(configPath, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause
    throw new OstreeRepoError(
      'ERR_OSTREE_NOT_A_REPO',
      `cannot open repo: "${root}" is not an OSTree repo`,
      { hint: `ostree-repo init --repo ${root} creates one` },
    )
  }
}

function isSamePath(a: string, b: string): boolean {
  return a === b || (existsSync(b) && realpathSync(a) === realpathSync(b))
}

function unsupported(root: string, reason: string): OstreeRepoError {
  return new OstreeRepoError('ERR_OSTREE_UNSUPPORTED_REPO', `cannot open repo "${root}": ${reason}`)
}
