import { buffer } from 'node:stream/consumers'
import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { buildContext, loadImages, placeOptions } from './image-arguments.js'

export const disk = defineCommand({
  name: 'disk',
  operands: '<image>',
  describe: 'Write a disk image that boots what was built',
  positionals: {
    image: { type: 'string', demandOption: true, describe: 'File that describes an image' },
  },
  options: {
    ...placeOptions,
    output: { alias: 'o', type: 'string', demandOption: true, describe: 'The file to write' },
    size: { type: 'string', default: '4G', describe: 'Size of the disk' },
    firmware: {
      choices: ['bios', 'uefi'] as const,
      default: 'uefi' as const,
      describe: 'What starts the machine',
    },
    remote: { type: 'string', describe: 'URL of the repo that the machine upgrades from' },
    'gpg-import': {
      type: 'string',
      requiresArg: true,
      describe: 'File of OpenPGP keys that sign what the machine upgrades to',
    },
  },
  examples: [
    'apt2ostree build image.yaml && apt2ostree disk image.yaml -o disk.img',
    'apt2ostree disk image.yaml -o disk.img --remote https://os.example.org/repo --gpg-import key.asc',
  ],
  async run(args, context) {
    if (args.output === '-') throw new UsageError('a disk cannot be written to standard output')
    const { buildDisk, parseSize } = await import('@apt2ostree/ostree-disk')
    const { requireRef } = await import('../require-ref.js')
    const { requireCommit } = await import('../require-commit.js')
    const images = await loadImages([args.image], context)
    const { repo } = await buildContext({ ...args, images: [args.image] }, context)
    const file = args['gpg-import']
    const keys = file === undefined ? undefined : await buffer(context.openInput(file))
    for (const image of images) {
      const ref = requireRef(image)
      requireCommit(repo, ref, `build ${image.path}`)
      await buildDisk({
        ...{ repo, ref, output: args.output, firmware: args.firmware, signal: context.signal },
        size: parseSize(args.size),
        remoteUrl: args.remote,
        remoteKeys: keys,
        kernelArguments: image.kernelArguments,
        onStep: (step) => context.progress(step),
      })
    }
  },
})
