import { existsSync } from 'node:fs'
import { type Context, defineCommand, UsageError } from '@apt2ostree/cli-kit'
import type { Treefile } from '@apt2ostree/treefile'
import { buildContext, imageOperand, loadImages, placeOptions } from './image-arguments.js'

export const finalize = defineCommand({
  name: 'finalize',
  operands: '<images..>',
  describe: 'Give configured images their own changes and kept ids, and make them bootable',
  positionals: imageOperand,
  options: {
    ...placeOptions,
    depfile: {
      type: 'string',
      describe: 'Write a makefile rule with all files that the tree was made from',
    },
  },
  examples: [
    'apt2ostree configure image.yaml && apt2ostree finalize image.yaml',
    'apt2ostree finalize image.yaml | cut -f 2 | xargs ostree-finalize check --repo repo',
  ],
  async run(args, context) {
    const { finalizeImage } = await import('../finalize-image.js')
    const { imageRefs } = await import('../image-refs.js')
    const { choosePlaces } = await import('../places.js')
    const { requireLock } = await import('../read-lock.js')
    const { requireCommit } = await import('../require-commit.js')
    const images = await loadImages(args.images, context)
    const { depfile } = args
    if (depfile !== undefined && images.length > 1)
      throw new UsageError('--depfile is for one image')
    const build = await buildContext(args, context)
    for (const image of images) {
      const refs = imageRefs(image)
      const configured = requireCommit(build.repo, refs.configured, `configure ${image.path}`)
      const lock = await requireLock(image)
      const { checksum } = await finalizeImage(image, lock, configured, build)
      if (depfile !== undefined) {
        const output = `${choosePlaces(image.path, args).repo}/refs/heads/${refs.finalized}`
        await writeDepfile(depfile, output, image, context)
      }
      await context.print(`${refs.finalized}\t${checksum}`)
    }
  },
})

/** The ids file is read, and extended on the way; it is not there for an image without accounts. */
async function writeDepfile(
  depfile: string,
  output: string,
  image: Treefile,
  context: Context,
): Promise<void> {
  const { formatDepfile } = await import('../build-files.js')
  const { changingFiles } = await import('../build-record.js')
  const inputs = [...changingFiles(image), image.ids].filter((path) => existsSync(path))
  await context.writeOutput(depfile, formatDepfile(output, inputs))
}
