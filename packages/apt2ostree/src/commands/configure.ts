import { defineCommand } from '@apt2ostree/cli-kit'
import { buildContext, imageOperand, loadImages, placeOptions } from './image-arguments.js'

export const configure = defineCommand({
  name: 'configure',
  operands: '<images..>',
  describe: 'Configure the packages of unpacked images',
  positionals: imageOperand,
  options: placeOptions,
  examples: [
    'apt2ostree unpack image.yaml && apt2ostree configure image.yaml',
    'apt2ostree configure image.yaml --verbose 2> configure.log',
  ],
  async run(args, context) {
    const { configureImage } = await import('../configure-image.js')
    const { imageRefs } = await import('../image-refs.js')
    const { requireCommit } = await import('../require-commit.js')
    const images = await loadImages(args.images, context)
    const build = await buildContext(args, context)
    for (const image of images) {
      const refs = imageRefs(image)
      const unpacked = requireCommit(build.repo, refs.unpacked, `unpack ${image.path}`)
      const { checksum } = await configureImage(image, unpacked, build)
      await context.print(`${refs.configured}\t${checksum}`)
    }
  },
})
