import { text } from 'node:stream/consumers'
import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { firstColumn } from '../first-column.js'
import { readLayers } from '../read-layers.js'
import { unionLayers } from '../union-layers.js'

export const union = defineCommand({
  name: 'ostree-union',
  operands: '[refs..]',
  describe: 'Commit several trees as one, each over those before it',
  positionals: {
    refs: {
      type: 'string',
      array: true,
      describe: 'Refs or other revs; default: the first column of standard input',
    },
  },
  options: {
    repo: {
      type: 'string',
      environment: 'OSTREE_REPO',
      demandOption: true,
      describe: 'The OSTree repo',
    },
    branch: { alias: 'b', type: 'string', describe: 'The ref to move' },
    'on-conflict': {
      choices: ['error', 'first', 'last'],
      default: 'error',
      describe: 'Which layer wins where two differ and no Replaces decides',
    },
  },
  examples: [
    'ostree-union --repo repo --branch image base extra',
    'deb2ostree unpack --repo repo --lock nginx.lock | ostree-union --repo repo --branch nginx/unpacked',
  ],
  async run({ refs = [], repo: repoPath, branch, 'on-conflict': onConflict }, context) {
    const revs = refs.length > 0 ? refs : firstColumn(await text(context.openInput('-')))
    const repo = openRepo(repoPath)
    const layers = readLayers(repo, revs)
    const checksum = await unionLayers(repo, layers, {
      onConflict,
      ...(branch === undefined ? {} : { branch }),
    })
    await context.print(checksum)
  },
})
