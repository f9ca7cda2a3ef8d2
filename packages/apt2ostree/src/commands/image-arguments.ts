import type { Context } from '@apt2ostree/cli-kit'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from '../build-context.js'

/** The operand of every command on images. */
export const imageOperand = {
  images: {
    type: 'string',
    array: true,
    demandOption: true,
    describe: 'Files that describe an image: image.yaml, or a multistrap.conf',
  },
} as const

/** The options of every command that reads or writes a repo. */
export const placeOptions = {
  repo: {
    type: 'string',
    environment: 'OSTREE_REPO',
    describe: 'OSTree repo, created if nothing is there; "repo" beside the image if none is named',
  },
  pool: {
    type: 'string',
    describe: 'Folder for downloaded packages ("pool" beside the image)',
  },
} as const

interface PlaceArguments {
  readonly images: readonly string[]
  readonly repo: string | undefined
  readonly pool: string | undefined
}

/** The images that the operands name, in their order. Throws as loadImages in the library. */
export async function loadImages(paths: readonly string[], context: Context): Promise<Treefile[]> {
  const library = await import('../load-image.js')
  return library.loadImages(paths, context)
}

/** What the steps work with, from the command line and the environment. */
export async function buildContext(args: PlaceArguments, context: Context): Promise<BuildContext> {
  const { choosePlaces } = await import('../places.js')
  const { openOrInitRepo } = await import('@apt2ostree/ostree-repo')
  const [first = ''] = args.images
  const { repo, pool } = choosePlaces(first, args)
  const { env, signal, progress, warn, verbose } = context
  return { env, signal, progress, warn, verbose, pool, repo: openOrInitRepo(repo) }
}
