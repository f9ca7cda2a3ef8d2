import { defineCommand } from '@apt2ostree/cli-kit'
import { buildContext, imageOperand, loadImages, placeOptions } from './image-arguments.js'

export const unpack = defineCommand({
  name: 'unpack',
  operands: '<images..>',
  describe: 'Fetch the packages of lockfiles and lay them together as trees',
  positionals: imageOperand,
  options: placeOptions,
  examples: ['apt2ostree unpack image.yaml', 'apt2ostree unpack image.yaml | cut -f 2'],
  async run(args, context) {
    const { imageRefs } = await import('../image-refs.js')
    const { requireLock } = await import('../read-lock.js')
    const { unionImage } = await import('../union-image.js')
    const { unpackImage } = await import('../unpack-image.js')
    const { withBase } = await import('../with-base.js')
    for (const image of await loadImages(args.images, context)) {
      const locked = await withBase(image, await requireLock(image), context)
      const build = await buildContext(args, context)
      const layers = await unpackImage(locked, build)
      const { checksum } = await unionImage(image, layers, build)
      await context.print(`${imageRefs(image).unpacked}\t${checksum}`)
    }
  },
})
