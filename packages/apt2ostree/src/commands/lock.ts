import { defineCommand } from '@apt2ostree/cli-kit'
import { imageOperand, loadImages } from './image-arguments.js'

export const lock = defineCommand({
  name: 'lock',
  operands: '<images..>',
  describe: 'Choose the packages of images anew and write their lockfiles',
  positionals: imageOperand,
  examples: ['apt2ostree lock image.yaml && git diff image.lock', 'apt2ostree lock images/*.yaml'],
  async run({ images }, context) {
    const { lockImage } = await import('../lock-image.js')
    for (const image of await loadImages(images, context)) {
      const { lock, changed } = await lockImage(image, context)
      context.note(`${lock.packages.length} packages${changed ? '' : ', none changed'}`)
      await context.print(image.lockfile)
    }
  },
})
