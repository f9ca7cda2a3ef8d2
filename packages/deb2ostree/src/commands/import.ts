import { defineCommand } from '@apt2ostree/cli-kit'
import { openOrInitRepo } from '@apt2ostree/ostree-repo'
import { importDebs } from '../import-debs.js'
import { chooseJobs } from './jobs-option.js'
import { importOptions } from './repo-option.js'

export const importCommand = defineCommand({
  name: 'import',
  operands: '<debs..>',
  describe: 'Import .debs as layers, and print the ref and checksum of each',
  positionals: {
    debs: { type: 'string', array: true, demandOption: true, describe: 'Paths of .debs' },
  },
  options: importOptions,
  examples: [
    'deb2ostree import --repo repo hello.deb | cut -f 1',
    'deb2ostree import --repo repo *.deb | ostree-union --repo repo --branch mine',
  ],
  async run(args, context) {
    const repo = openOrInitRepo(args.repo)
    const layers = await importDebs(repo, args.debs, {
      ...chooseJobs(args.jobs, context),
      usrMerge: args['usr-merge'] ?? true,
      signal: context.signal,
    })
    for (const { ref, commit } of layers) await context.print(`${ref}\t${commit}`)
  },
})
