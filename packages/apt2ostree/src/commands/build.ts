import { fileURLToPath } from 'node:url'
import { type Context, defineCommand } from '@apt2ostree/cli-kit'
import type { BuildContext } from '../build-context.js'
import type { LockedImage } from '../locked-image.js'
import { buildContext, imageOperand, loadImages, placeOptions } from './image-arguments.js'
import { noteUncommittedIds } from './note-uncommitted-ids.js'

export const build = defineCommand({
  name: 'build',
  operands: '<images..>',
  describe: 'Build images: lock if there is no lockfile, unpack, configure, commit',
  positionals: imageOperand,
  options: {
    ...placeOptions,
    'verify-reproducible': {
      type: 'boolean',
      describe: 'Configure each image twice and fail where the results differ',
    },
  },
  examples: [
    'apt2ostree build image.yaml',
    'apt2ostree build image.yaml | cut -f 2 | xargs ostree --repo=repo show',
  ],
  async run(args, context) {
    const { ensureLock } = await import('../ensure-lock.js')
    const { buildImages } = await import('../build-images.js')
    const { withBase } = await import('../with-base.js')
    const images = await loadImages(args.images, context)
    const locks = []
    for (const image of images) locks.push({ image, lock: await ensureLock(image, context) })
    // A lockfile that was made just now makes an image the base of those that include it.
    const locked = []
    for (const { image, lock } of locks) locked.push(await withBase(image, lock, context))
    const build = await buildContext(args, context)
    const results = await buildImages(locked, build)
    for (const [index, { image, lock }] of locked.entries()) {
      context.note(`${image.lockfile}: ${lock.packages.length} packages`)
      await context.print(`${image.ref}\t${results[index]?.checksum}`)
    }
    const made = locked.filter((_, index) => results[index]?.changed)
    for (const { image } of made) await noteUncommittedIds(image, context)
    if (made.length === 0) context.note('nothing has changed, nothing was done')
    if (args['verify-reproducible']) await verify(locked, build, context)
    for (const { image } of made.slice(0, 1)) {
      await suggest(`${image.ref}`, build.repo.path, context)
    }
  },
})

/** Names the paths at which two runs differ, in bases too; then the answer is no. */
async function verify(
  images: readonly LockedImage[],
  build: BuildContext,
  context: Context,
): Promise<void> {
  const { addBases } = await import('../find-bases.js')
  const { verifyImage } = await import('../verify-image.js')
  for (const { image } of addBases(images)) {
    for (const path of await verifyImage(image, build)) {
      context.warn(`${image.name} is not reproducible: two runs differ at "${path}"`)
      context.exitCode = 1
    }
  }
}

/** What a person wants to do with a new image, as command lines that run here as they stand. */
async function suggest(ref: string, repo: string, { note }: Context): Promise<void> {
  const { shellQuote } = await import('@apt2ostree/buildgen')
  const tool = new URL(
    'bin/ostree-repo.js',
    import.meta.resolve('@apt2ostree/ostree-repo/package.json'),
  )
  const line = (verb: string, ...words: string[]) =>
    shellQuote(['node', fileURLToPath(tool), verb, '--repo', repo, ref, ...words])
  note(`look inside: ${line('ls', '/etc')}`)
  note(`check out:   ${line('checkout', 'tree')}`)
}
