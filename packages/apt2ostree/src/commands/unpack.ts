import { defineCommand } from '@apt2ostree/cli-kit'
import { imageRefs } from '../image-refs.js'
import { requireLock } from '../read-lock.js'
import { unionImage } from '../union-image.js'
import { unpackImage } from '../unpack-image.js'
import { buildContext, imageOperand, loadImages, placeOptions } from './image-arguments.js'

export const unpack = defineCommand({
  name: 'unpack',
  operands: '<images..>',
  describe: 'Fetch the packages of lockfiles and lay them together as trees',
  positionals: imageOperand,
  options: placeOptions,
  examples: ['apt2ostree unpack image.yaml', 'apt2ostree unpack image.yaml | cut -f 2'],
  async run(args, context) {
    for (const image of await loadImages(args.images, context)) {
      const lock = await requireLock(image)
      const build = buildContext(args, context)
      const layers = await unpackImage(image, lock, build)
      const { checksum } = await unionImage(image, layers, build)
      await context.print(`${imageRefs(image).unpacked}\t${checksum}`)
    }
  },
})
