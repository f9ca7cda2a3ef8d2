import { defineCommand } from '@apt2ostree/cli-kit'
import { byteStringOf } from '../objects/entry-name.js'
import type { Repo } from '../repo.js'
import { openRepo } from '../repo.js'
import { requirePath, type TreeEntry, walkTree } from '../tree/tree-entry.js'
import { describeEntry, formatEntry } from './format-entry.js'
import { repoOption } from './repo-option.js'

export const ls = defineCommand({
  name: 'ls',
  operands: '<rev> [path]',
  describe: 'List what a commit holds: type and mode, owner, size, path',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'A ref or a checksum' },
    path: { type: 'string', default: '/', describe: 'A file or directory of the commit' },
  },
  options: {
    repo: repoOption,
    recursive: { type: 'boolean', alias: 'R', default: false, describe: 'List all that is below' },
    null: {
      type: 'boolean',
      alias: '0',
      default: false,
      describe: 'Print paths alone, with a NUL after each',
    },
    json: { type: 'boolean', default: false, describe: 'Print one JSON object per line' },
  },
  examples: [
    'ostree-repo ls --repo repo -R os/debian /usr | grep ^-4',
    'ostree-repo ls --repo repo -R --json os/debian | jq -r .path',
  ],
  async run({ repo, rev, path, recursive, null: isNull, json }, context) {
    const opened = openRepo(repo)
    const root = opened.readRoot(opened.resolveRev(rev))
    const start = requirePath(opened, root, byteStringOf(path))
    for (const entry of recursive ? walkAll(opened, start) : walkOnce(opened, start)) {
      if (isNull) {
        await context.write(Buffer.from(`${entry.path}\0`, 'latin1'))
        continue
      }
      const described = describeEntry(opened, entry)
      await context.print(json ? JSON.stringify(described) : formatEntry(described))
    }
  },
})

const walkAll = (repo: Repo, start: TreeEntry) =>
  start.type === 'file' ? [start] : walkTree(repo, start, start.path)

/** The entry and, of a directory, what it holds. */
function* walkOnce(repo: Repo, start: TreeEntry): Generator<TreeEntry> {
  yield start
  if (start.type === 'file') return
  const { files, dirs } = repo.readDirTree(start.tree)
  const prefix = start.path === '/' ? '/' : `${start.path}/`
  for (const [name, tree, meta] of dirs)
    yield { type: 'directory', path: prefix + name, tree, meta }
  for (const [name, checksum] of files) yield { type: 'file', path: prefix + name, checksum }
}
