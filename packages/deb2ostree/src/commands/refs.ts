import { defineCommand } from '@apt2ostree/cli-kit'
import { formatLayerRef } from '../package-identity.js'
import { expectsUsrMerge } from '../unpack/usr-merge.js'
import { lockOption, readLock } from './lock-option.js'
import { usrMergeOption } from './repo-option.js'

export const refs = defineCommand({
  name: 'refs',
  describe: 'Print the refs of the layers of a lockfile’s packages, whether they are there or not',
  options: { lock: lockOption, 'usr-merge': usrMergeOption },
  examples: [
    'deb2ostree refs --lock nginx.lock | xargs ostree --repo=repo pull --mirror builder',
    'deb2ostree refs --lock nginx.lock | cut -d _ -f 2 | sort',
  ],
  async run(args, context) {
    const lock = await readLock(context, args.lock)
    const usrMerge = args['usr-merge'] ?? expectsUsrMerge(lock)
    const lines = lock.packages.map((pkg) => `${formatLayerRef(pkg, usrMerge)}\n`)
    await context.write(lines.join(''))
  },
})
