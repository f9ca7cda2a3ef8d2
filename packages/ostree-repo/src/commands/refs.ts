import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { RefNotFoundError } from '../errors.js'
import { deleteRefs } from '../refs/delete-refs.js'
import { openRepo } from '../repo.js'
import { repoOption } from './repo-option.js'

export const refs = defineCommand({
  name: 'refs',
  operands: '[prefix]',
  describe: 'List refs and the commits they point to, or delete them',
  positionals: { prefix: { type: 'string', describe: 'Only this ref and those below it' } },
  options: {
    repo: repoOption,
    delete: {
      type: 'boolean',
      default: false,
      describe: 'Delete these refs; their commits stay until `prune --refs-only`',
    },
    json: { type: 'boolean', default: false, describe: 'Print one JSON object per line' },
  },
  examples: [
    'ostree-repo refs --repo repo deb/images | cut -f1',
    'ostree-repo refs --repo repo --json | jq -r .commit',
  ],
  async run({ repo, prefix, delete: isDelete, json }, context) {
    if (isDelete) {
      if (prefix === undefined) throw new UsageError('name the ref to delete')
      const names = await deleteRefs(openRepo(repo), prefix)
      if (names.length === 0) throw new RefNotFoundError(prefix, repo)
      context.note(`deleted ${names.join(', ')}`)
      return
    }
    for (const [ref, commit] of openRepo(repo).listRefs(prefix)) {
      await context.print(json ? JSON.stringify({ ref, commit }) : `${ref}\t${commit}`)
    }
  },
})
