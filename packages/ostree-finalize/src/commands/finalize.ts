import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { finalize as finalizeTree } from '../finalize.js'
import { repoOption, targetOption } from './repo-option.js'

/** Finalizes the tree of a commit and prints the checksum of the new one. */
export const finalize = defineCommand({
  name: 'ostree-finalize',
  operands: '<rev>',
  describe: 'Make a configured tree deployable and bootable',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'Commit of the configured tree' },
  },
  options: {
    repo: repoOption,
    branch: { type: 'string', demandOption: true, describe: 'Ref to move to the new commit' },
    target: targetOption,
    karg: {
      type: 'string',
      array: true,
      describe: 'What the kernel is to be started with beside what finds its root',
    },
    initramfs: {
      type: 'boolean',
      default: true,
      describe: 'Make an initramfs with the dracut in the tree',
    },
    mode: {
      choices: ['auto', 'root', 'unshare', 'fakeroot'],
      default: 'auto',
      describe: 'How to become root for dracut: with user namespaces or by being root',
    },
  },
  examples: [
    'ostree-finalize --repo repo --branch nginx/deployable nginx/configured',
    'ostree-finalize --repo repo --branch nginx/container --target bootc nginx/configured',
  ],
  async run({ repo, rev, branch, target, karg, initramfs, mode }, context) {
    const checksum = await finalizeTree({
      repo: openRepo(repo),
      rev,
      branch,
      target,
      kernelArguments: karg,
      initramfs,
      mode,
      signal: context.signal,
      onBackend: (backend, reason) => context.verbose(`backend ${backend}: ${reason}`),
      onOutput: (chunk) => context.verbose(chunk.toString('utf8').trimEnd()),
    })
    await context.print(checksum)
  },
})
