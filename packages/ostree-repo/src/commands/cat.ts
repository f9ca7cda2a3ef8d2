import { defineCommand } from '@apt2ostree/cli-kit'
import { OstreeRepoError } from '../errors.js'
import { byteStringOf } from '../objects/entry-name.js'
import { openRepo } from '../repo.js'
import { requirePath } from '../tree/tree-entry.js'
import { repoOption } from './repo-option.js'

export const cat = defineCommand({
  name: 'cat',
  operands: '<rev> <paths..>',
  describe: 'Write the contents of files of a commit',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'A ref or a checksum' },
    paths: { type: 'string', array: true, demandOption: true, describe: 'Files of the commit' },
  },
  options: { repo: repoOption },
  examples: [
    'ostree-repo cat --repo repo os/debian /usr/lib/os-release | grep ^ID=',
    'ostree-repo cat --repo repo os/debian /var/lib/dpkg/status | grep -c ^Package',
  ],
  async run({ repo, rev, paths }, context) {
    const opened = openRepo(repo)
    const root = opened.readRoot(opened.resolveRev(rev))
    for (const path of paths) {
      const entry = requirePath(opened, root, byteStringOf(path))
      const file = entry.type === 'file' ? opened.openFile(entry.checksum) : undefined
      if (file === undefined || file.header.symlinkTarget !== undefined) {
        throw new OstreeRepoError(
          'ERR_OSTREE_PATH_NOT_FOUND',
          `cannot read "${path}": it is ${file === undefined ? 'a directory' : 'a symlink'}`,
        )
      }
      for await (const chunk of file.chunks()) await context.write(chunk)
    }
  },
})
