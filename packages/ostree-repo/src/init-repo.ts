import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { OstreeRepoError } from './errors.js'
import type { RepoMode } from './objects/repo-mode.js'
import { openRepo, type Repo } from './repo.js'
import { formatRepoConfig } from './store/repo-config.js'
import { moveDirectory } from './transaction/move-directory.js'

/**
 * Creates a repo, or opens the one of the same mode that is there. A new directory appears with all
 * of the repo in it, so that others who look meanwhile see it whole or not at all. Throws
 * ERR_OSTREE_REPO_EXISTS.
 */
export function initRepo(path: string, mode: RepoMode = 'bare-user'): Repo {
  const root = resolve(path)
  if (existsSync(root)) layOut(root, mode)
  else createAside(root, mode)
  const repo = openRepo(root)
  if (repo.mode === mode) return repo
  throw new OstreeRepoError(
    'ERR_OSTREE_REPO_EXISTS',
    `cannot create repo "${root}" of mode ${mode}: there is one of mode ${repo.mode}`,
  )
}

/** Opens the repo at `path`, of whatever mode; where nothing is, one is created. */
export function openOrInitRepo(path: string): Repo {
  return existsSync(path) ? openRepo(path) : initRepo(path)
}

function createAside(root: string, mode: RepoMode): void {
  const aside = `${root}.new-${randomBytes(6).toString('hex')}`
  try {
    layOut(aside, mode)
    moveDirectory(aside, root)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

/** The directories and files of a new repo (ostree_repo_create in libostree's ostree-repo.c). */
function layOut(root: string, mode: RepoMode): void {
  const refs = ['refs/heads', 'refs/mirrors', 'refs/remotes']
  for (const folder of ['objects', ...refs, 'state', 'tmp/cache', 'extensions']) {
    mkdirSync(`${root}/${folder}`, { recursive: true })
  }
  try {
    writeFileSync(`${root}/config`, formatRepoConfig(mode), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
