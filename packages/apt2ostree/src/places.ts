import { dirname, join } from 'node:path'

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
