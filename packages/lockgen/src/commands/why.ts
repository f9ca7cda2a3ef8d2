import { defineCommand } from '@apt2ostree/cli-kit'
import { why as explainPresence } from '../why.js'
import { readLock } from './read-lock.js'

export const why = defineCommand({
  name: 'why',
  operands: '<lock> <name>',
  describe: 'Show the chain from a request to a package',
  positionals: {
    lock: { type: 'string', demandOption: true, describe: 'A lockfile, or - for stdin' },
    name: { type: 'string', demandOption: true, describe: 'NAME or NAME:ARCH' },
  },
  options: { json: { type: 'boolean', default: false, describe: 'Print the steps as JSON' } },
  examples: [
    'lockgen why nginx.lock libssl3',
    'apt-index packages | lockgen lock nginx | lockgen why - libpcre2-8-0',
  ],
  async run(args, context) {
    const steps = explainPresence(await readLock(context, args.lock), args.name)
    if (args.json) return context.print(JSON.stringify(steps))
    for (const step of steps) await context.print(`${step.package}\t${step.because}`)
  },
})
