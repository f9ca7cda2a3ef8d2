import { defineCommand } from '@apt2ostree/cli-kit'
import { encodeBytes } from '@apt2ostree/deb822'
import { formatPackages } from '../format-packages.js'
import { readLock } from './read-lock.js'

export const packages = defineCommand({
  name: 'packages',
  operands: '<lock>',
  describe: 'Print a lock as a plain Packages index',
  positionals: {
    lock: { type: 'string', demandOption: true, describe: 'A lockfile, or - for stdin' },
  },
  examples: [
    'lockgen packages nginx.lock | gzip > mirror/Packages.gz',
    "lockgen packages nginx.lock | grep-dctrl -s Package,Version ''",
  ],
  async run(args, context) {
    await context.write(encodeBytes(formatPackages(await readLock(context, args.lock))))
  },
})
