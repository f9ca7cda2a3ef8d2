import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { OstreeRepoError } from './errors.js'
import { ObjectStore } from './object-store.js'
import { parseRepoConfig } from './repo-config.js'

/**
 * The objects of the repo at `path`, with those of its parent repo.
 * Throws ERR_OSTREE_NOT_A_REPO or ERR_OSTREE_UNSUPPORTED_REPO.
 */
export function openStore(path: string): ObjectStore {
  const root = resolve(path)
  const configPath = `${root}/config`
  let text: string
  try {
    text = readFileSync(configPath, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause
    throw new OstreeRepoError(
      'ERR_OSTREE_NOT_A_REPO',
      `cannot open repo: "${root}" is not an OSTree repo`,
      { hint: `ostree-repo init --repo ${root} creates one` },
    )
  }
  const config = parseRepoConfig(text, configPath)
  const parent = config.parent === undefined ? undefined : openStore(resolve(root, config.parent))
  return new ObjectStore(root, config, parent)
}
