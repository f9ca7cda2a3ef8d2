import { appendFileSync } from 'node:fs'
import { initRepo } from '../src/init-repo.js'
import type { RepoMode } from '../src/objects/repo-mode.js'
import { openRepo, type Repo } from '../src/repo.js'
import { tempDirectory } from './temp-directory.js'

/** A new repo that does not wait for the disk. */
export function volatileRepo(mode?: RepoMode, path = `${tempDirectory()}/repo`): Repo {
  initRepo(path, mode)
  appendFileSync(`${path}/config`, 'fsync=false\n')
  return openRepo(path)
}
