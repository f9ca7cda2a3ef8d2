import { defineCommand } from '@apt2ostree/cli-kit'
import { buildContext, imageOperand, loadImages, placeOptions } from './image-arguments.js'

export const commit = defineCommand({
  name: 'commit',
  operands: '<images..>',
  describe: 'Finalize images where that is to be done, and commit them to their refs',
  positionals: imageOperand,
  options: placeOptions,
  examples: [
    'apt2ostree configure image.yaml && apt2ostree commit image.yaml',
    'SOURCE_DATE_EPOCH=0 apt2ostree commit image.yaml | cut -f 2',
  ],
  async run(args, context) {
    const { commitImage } = await import('../commit-image.js')
    const { finalizeImage } = await import('../finalize-image.js')
    const { imageRefs } = await import('../image-refs.js')
    const { requireLock } = await import('../read-lock.js')
    const { requireCommit } = await import('../require-commit.js')
    const { withBase } = await import('../with-base.js')
    const images = await loadImages(args.images, context)
    const build = await buildContext(args, context)
    for (const image of images) {
      const refs = imageRefs(image)
      const configured = requireCommit(build.repo, refs.configured, `configure ${image.path}`)
      const locked = await withBase(image, await requireLock(image), context)
      const finalized = await finalizeImage(image, locked.lock, configured, build)
      const { checksum } = await commitImage(locked, finalized.checksum, build)
      await context.print(`${image.ref}\t${checksum}`)
    }
  },
})
