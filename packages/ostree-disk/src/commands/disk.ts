import { buffer } from 'node:stream/consumers'
import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { buildDisk } from '../build-disk.js'
import { parseSize } from '../size.js'

/** Writes a bootable disk image of a ref. */
export const disk = defineCommand({
  name: 'ostree-disk',
  operands: '<ref>',
  describe: 'Write a disk image that boots a deployable commit',
  positionals: {
    ref: { type: 'string', demandOption: true, describe: 'Ref of the deployable tree' },
  },
  options: {
    repo: {
      type: 'string',
      environment: 'OSTREE_REPO',
      demandOption: true,
      describe: 'The OSTree repo',
    },
    output: { alias: 'o', type: 'string', demandOption: true, describe: 'The file to write' },
    size: { type: 'string', default: '4G', describe: 'Size of the disk' },
    firmware: {
      choices: ['bios', 'uefi'] as const,
      default: 'uefi' as const,
      describe: 'What starts the machine',
    },
    stateroot: {
      type: 'string',
      default: 'debian',
      describe: 'Name of the deployments that share /var',
    },
    remote: { type: 'string', describe: 'URL of the repo that the machine upgrades from' },
    'gpg-import': {
      type: 'string',
      requiresArg: true,
      describe: 'File of OpenPGP keys that sign what the machine upgrades to',
    },
    karg: { type: 'string', array: true, describe: 'A kernel argument' },
  },
  examples: [
    'ostree-disk --repo repo os/debian/nginx -o disk.img',
    'ostree-disk --repo repo os/debian/nginx -o disk.img --firmware bios --karg console=ttyS0',
  ],
  async run(args, context) {
    if (args.output === '-') throw new UsageError('a disk cannot be written to standard output')
    const keys = args['gpg-import']
    await buildDisk({
      repo: openRepo(args.repo),
      ref: args.ref,
      output: args.output,
      size: parseSize(args.size),
      firmware: args.firmware,
      stateroot: args.stateroot,
      remoteUrl: args.remote,
      remoteKeys: keys === undefined ? undefined : await buffer(context.openInput(keys)),
      kernelArguments: args.karg,
      signal: context.signal,
      onStep: (step) => context.progress(step),
    })
  },
})
