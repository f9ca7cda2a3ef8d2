import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import type { UnionPolicy } from '../checkout/checkout.js'
import { checkoutTree } from '../checkout/checkout.js'
import { byteStringOf } from '../objects/entry-name.js'
import { openRepo } from '../repo.js'
import { repoOption } from './repo-option.js'

const policies: readonly UnionPolicy[] = ['overwrite', 'add', 'identical']

export const checkout = defineCommand({
  name: 'checkout',
  operands: '<rev> <directory>',
  describe: 'Write the files of a commit to a directory, as hard links where possible',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'A ref or a checksum' },
    directory: { type: 'string', demandOption: true, describe: 'New or empty, unless --union' },
  },
  options: {
    repo: repoOption,
    subpath: { type: 'string', describe: 'Only this directory of the commit' },
    'user-mode': {
      type: 'boolean',
      alias: 'U',
      default: false,
      describe: 'Leave out owners, special mode bits and extended attributes',
    },
    copy: { type: 'boolean', default: false, describe: 'Make no hard links' },
    union: {
      type: 'string',
      describe:
        'What to do with files that are there: overwrite, add (keep them), identical (or fail)',
    },
  },
  examples: [
    'ostree-repo checkout --repo repo -U os/debian tree',
    'ostree-repo checkout --repo repo os/debian etc --subpath /etc && ls etc',
  ],
  async run({ repo, rev, directory, subpath, 'user-mode': userMode, copy, union }, context) {
    const policy = policies.find((candidate) => candidate === union)
    if (union !== undefined && policy === undefined) {
      throw new UsageError(`unknown union policy "${union}"`)
    }
    await checkoutTree(openRepo(repo), rev, directory, {
      userMode,
      copy,
      signal: context.signal,
      ...(subpath === undefined ? {} : { subpath: byteStringOf(subpath) }),
      ...(policy === undefined ? {} : { union: policy }),
    })
  },
})
