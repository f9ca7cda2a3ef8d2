import { defineCommand, escapePath } from '@apt2ostree/cli-kit'
import { textOf } from '../objects/entry-name.js'
import { openRepo } from '../repo.js'
import { diffTrees } from '../tree/diff-trees.js'
import { repoOption } from './repo-option.js'

const letters = { added: 'A', removed: 'D', modified: 'M' }

export const diff = defineCommand({
  name: 'diff',
  operands: '<before> <after>',
  describe: 'List the paths in which two commits differ; exit 1 when they do',
  positionals: {
    before: { type: 'string', demandOption: true, describe: 'A ref or a checksum' },
    after: { type: 'string', demandOption: true, describe: 'A ref or a checksum' },
  },
  options: {
    repo: repoOption,
    json: { type: 'boolean', default: false, describe: 'Print one JSON object per line' },
  },
  examples: [
    'ostree-repo diff --repo repo os/debian^ os/debian | grep ^M',
    'ostree-repo diff --repo repo --json old new | jq -r .path',
  ],
  async run({ repo, before, after, json }, context) {
    const opened = openRepo(repo)
    const [old, current] = [before, after].map((rev) => opened.readRoot(opened.resolveRev(rev)))
    if (old === undefined || current === undefined) return
    for (const { kind, entry } of diffTrees(opened, old, current)) {
      context.exitCode = 1
      const path = textOf(entry.path)
      const line = json
        ? JSON.stringify({ kind, type: entry.type, path })
        : `${letters[kind]}\t${escapePath(entry.path)}`
      await context.print(line)
    }
  },
})
