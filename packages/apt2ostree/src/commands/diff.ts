import { defineCommand } from '@apt2ostree/cli-kit'

export const diff = defineCommand({
  name: 'diff',
  operands: '<before> <after>',
  describe: 'Show what changes from one system to another, by their commits alone',
  positionals: {
    before: { type: 'string', demandOption: true, describe: 'A ref or a checksum' },
    after: { type: 'string', demandOption: true, describe: 'A ref or a checksum' },
  },
  options: {
    repo: {
      type: 'string',
      environment: 'OSTREE_REPO',
      demandOption: true,
      describe: 'OSTree repo',
    },
    json: { type: 'boolean', default: false, describe: 'Print JSON' },
    markdown: { type: 'boolean', default: false, describe: 'Print Markdown' },
  },
  examples: [
    'apt2ostree diff --repo repo os/web^ os/web | grep ^Upgraded -A 9',
    'apt2ostree diff --repo repo --json os/web^ os/web | jq .settings',
  ],
  async run({ repo, before, after, json, markdown }, context) {
    const { openRepo } = await import('@apt2ostree/ostree-repo')
    const { formatDiff, formatMarkdownDiff, isEmptyDiff } = await import('@apt2ostree/lockgen')
    const { diffSystems } = await import('../diff-systems.js')
    const changes = diffSystems(openRepo(repo), before, after)
    if (!isEmptyDiff(changes)) context.exitCode = 1
    if (json) await context.print(JSON.stringify(changes))
    else if (markdown) await context.write(formatMarkdownDiff(changes))
    else await context.write(formatDiff(changes))
  },
})
