import { defineCommand } from '@apt2ostree/cli-kit'
import { checkCurrency } from '../check-currency.js'
import { checkLock } from '../check-lock.js'
import { readOffers } from '../offers/read-offers.js'
import { readLock } from './read-lock.js'
import { readPins } from './read-pins.js'

export const check = defineCommand({
  name: 'check',
  operands: '<lock> [requests..]',
  describe: 'Tell whether a lock is closed, free of conflicts and holds the requests',
  positionals: {
    lock: { type: 'string', demandOption: true, describe: 'A lockfile, or - for stdin' },
    requests: { type: 'string', array: true, describe: 'Requests besides those in its header' },
  },
  options: {
    packages: { type: 'string', describe: 'Packages to compare with: what would be locked today?' },
    preferences: {
      type: 'string',
      describe: 'With --packages: the pins that the lock was made with',
    },
    json: { type: 'boolean', default: false, describe: 'Print { problems, outdated } as JSON' },
  },
  examples: [
    'lockgen check nginx.lock nginx',
    'apt-index packages | lockgen check nginx.lock --packages - --json | jq .outdated',
  ],
  async run(args, context) {
    const lock = await readLock(context, args.lock)
    const problems = checkLock(lock, args.requests ?? [])
    const outdated =
      args.packages === undefined
        ? []
        : checkCurrency(
            lock,
            await readOffers(context.openInput(args.packages)),
            await readPins(context, args.preferences),
          )
    if (problems.length + outdated.length > 0) context.exitCode = 1
    if (args.json) return context.print(JSON.stringify({ problems, outdated }))
    for (const problem of problems) await context.print(`problem\t${problem}`)
    for (const { kind, name, locked, available = '-', release = '-' } of outdated) {
      await context.print([kind, name, locked, available, release].join('\t'))
    }
  },
})
