import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { initRepo, openRepo, type Repo } from '@apt2ostree/ostree-repo'

/** Where a build keeps things. */
export interface Places {
  readonly repo: string
  readonly pool: string
}

/** The repo and the pool that were asked for; by default `repo` and `pool` beside the image. */
export function choosePlaces(
  image: string,
  asked: { readonly repo?: string | undefined; readonly pool?: string | undefined },
): Places {
  const folder = dirname(image)
  return { repo: asked.repo ?? join(folder, 'repo'), pool: asked.pool ?? join(folder, 'pool') }
}

/** The repo at `path`, created where nothing is. Throws ERR_OSTREE_NOT_A_REPO for anything else. */
export function openOrCreateRepo(path: string): Repo {
  return existsSync(path) ? openRepo(path) : initRepo(path)
}
