import { type Context, defineCommand } from '@apt2ostree/cli-kit'
import { buildContext, imageOperand, loadImages, placeOptions } from './image-arguments.js'

export const build = defineCommand({
  name: 'build',
  operands: '<images..>',
  describe: 'Build images: lock if there is no lockfile, unpack, configure, commit',
  positionals: imageOperand,
  options: placeOptions,
  examples: [
    'apt2ostree build image.yaml',
    'apt2ostree build image.yaml | cut -f 2 | xargs ostree --repo=repo show',
  ],
  async run(args, context) {
    const { buildImage, ensureLock } = await import('../build-image.js')
    const images = await loadImages(args.images, context)
    const locked = []
    for (const image of images) locked.push({ image, lock: await ensureLock(image, context) })
    const build = await buildContext(args, context)
    for (const { image, lock } of locked) {
      const { checksum, changed } = await buildImage(image, lock, build)
      context.note(`${image.lockfile}: ${lock.packages.length} packages`)
      await context.print(`${image.ref}\t${checksum}`)
      if (changed) suggest(`${image.ref}`, build.repo.path, context)
      else context.note('nothing has changed, nothing was done')
    }
  },
})

/** What a person wants to do with a new image. */
function suggest(ref: string, repo: string, { note }: Context): void {
  const tool = 'npx -p @apt2ostree/ostree-repo ostree-repo'
  note(`look inside: ${tool} ls --repo ${repo} ${ref} /etc`)
  note(`check out:   ${tool} checkout --repo ${repo} ${ref} DIRECTORY`)
}
