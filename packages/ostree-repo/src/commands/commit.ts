import { type Context, defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { Variant } from '../gvariant/variant.js'
import { commitTree, type TreeSource } from '../import/commit-tree.js'
import type { Repo } from '../repo.js'
import { openRepo } from '../repo.js'
import { repoOption } from './repo-option.js'

export const commit = defineCommand({
  name: 'commit',
  describe: 'Commit a tree and print the checksum',
  options: {
    repo: repoOption,
    branch: { type: 'string', describe: 'The ref to move; its commit becomes the parent' },
    rev: { type: 'string', describe: 'Commit the tree of this rev' },
    directory: { type: 'string', alias: 'C', describe: 'Commit this directory' },
    tar: { type: 'string', describe: 'Commit this tar, - for standard input' },
    parent: { type: 'string', describe: 'Another parent; "none" for none' },
    timestamp: {
      type: 'string',
      describe: 'Seconds since 1970; by default $SOURCE_DATE_EPOCH or the present',
    },
    subject: { type: 'string', alias: 's', default: '', describe: 'One line about the commit' },
    body: { type: 'string', default: '', describe: 'More about it' },
    metadata: { type: 'string', array: true, default: [], describe: 'KEY=VALUE; may be repeated' },
    bindings: { type: 'boolean', default: true, describe: 'Bind the commit to its branch' },
    canonical: {
      type: 'boolean',
      default: false,
      describe: 'Owner 0:0, modes within 0755, no xattrs',
    },
  },
  examples: [
    'tar -c . | ostree-repo commit --repo repo --branch files --tar -',
    'ostree-repo commit --repo repo --branch os/debian --rev deb/images/nginx/configured -s Update',
  ],
  async run(args, context) {
    const repo = openRepo(args.repo)
    const { branch, subject, body, bindings, canonical } = args
    const parent = parentOf(repo, args.parent, branch)
    const checksum = await commitTree(repo, sourceOf(args, context), {
      ...{ subject, body, bindings, canonical },
      ...(branch === undefined ? {} : { branch }),
      ...(parent === undefined ? {} : { parent }),
      signal: context.signal,
      timestamp: timestampOf(args.timestamp ?? context.env.SOURCE_DATE_EPOCH),
      metadata: new Map(args.metadata.map(parseMetadata)),
    })
    await context.print(checksum)
  },
})

/** The parent that was asked for, else what the branch points to. */
function parentOf(repo: Repo, parent: string | undefined, branch: string | undefined) {
  if (parent === 'none') return undefined
  if (parent !== undefined) return repo.resolveRev(parent)
  return branch === undefined ? undefined : repo.readRef(branch)
}

interface SourceOptions {
  rev: string | undefined
  directory: string | undefined
  tar: string | undefined
}

function sourceOf({ rev, directory, tar }: SourceOptions, context: Context): TreeSource {
  const sources: TreeSource[] = []
  if (rev !== undefined) sources.push({ rev })
  if (directory !== undefined) sources.push({ directory })
  if (tar !== undefined) sources.push({ tar: context.openInput(tar) })
  const [source] = sources
  if (source !== undefined && sources.length === 1) return source
  throw new UsageError('give one of --rev, --directory and --tar')
}

function timestampOf(text: string | undefined): number {
  if (text === undefined) return Math.floor(Date.now() / 1000)
  if (/^[0-9]+$/.test(text)) return Number(text)
  throw new UsageError(`"${text}" is not a number of seconds`)
}

function parseMetadata(pair: string): [string, Variant] {
  const equals = pair.indexOf('=')
  if (equals < 1) throw new UsageError(`"${pair}" is not KEY=VALUE`)
  return [pair.slice(0, equals), Variant.string(pair.slice(equals + 1))]
}
