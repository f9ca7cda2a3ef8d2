import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { diffLocks, isEmptyDiff } from '../diff-locks.js'
import { formatDiff, formatMarkdownDiff } from '../format-diff.js'
import { readLock } from './read-lock.js'

export const diff = defineCommand({
  name: 'diff',
  operands: '<old> <new>',
  describe: 'Show what changes from one lock to another',
  positionals: {
    old: { type: 'string', demandOption: true, describe: 'A lockfile, or - for stdin' },
    new: { type: 'string', demandOption: true, describe: 'A lockfile, or - for stdin' },
  },
  options: {
    json: { type: 'boolean', default: false, describe: 'Print JSON' },
    markdown: { type: 'boolean', default: false, describe: 'Print Markdown for a merge request' },
  },
  examples: [
    'git show HEAD:nginx.lock | lockgen diff - nginx.lock',
    'git show main:nginx.lock | lockgen diff - nginx.lock --markdown | tee changes.md',
  ],
  async run(args, context) {
    if (args.old === '-' && args.new === '-') {
      throw new UsageError('only one of the two locks can come from stdin')
    }
    const changes = diffLocks(await readLock(context, args.old), await readLock(context, args.new))
    if (!isEmptyDiff(changes)) context.exitCode = 1
    if (args.json) await context.print(JSON.stringify(changes))
    else if (args.markdown) await context.write(formatMarkdownDiff(changes))
    else await context.write(formatDiff(changes))
  },
})
