import { arch } from 'node:os'
import { defineCommand } from '@apt2ostree/cli-kit'
import { encodeBytes } from '@apt2ostree/deb822'
import { formatLockfile } from '@apt2ostree/lockfile'
import { debianArchitecture } from '../debian-architecture.js'
import { lock as lockPackages } from '../lock.js'
import { readOffers } from '../read-offers.js'
import { isSameLock } from '../same-lock.js'
import { readLockIfPresent } from './read-lock.js'

export const lock = defineCommand({
  name: 'lock',
  operands: '<requests..>',
  describe: 'Choose the packages that apt would install and write a lockfile',
  positionals: {
    requests: {
      type: 'string',
      array: true,
      describe: 'NAME, NAME=VERSION, NAME/SUITE, NAME:ARCH, NAME-, TASK^ or a glob',
    },
  },
  options: {
    packages: { type: 'string', default: '-', describe: 'Packages, as apt-index prints them' },
    arch: {
      type: 'string',
      array: true,
      describe: 'Architecture, the native one first (default: the host’s)',
    },
    recommends: { type: 'boolean', default: false, describe: 'Follow Recommends too' },
    essential: { type: 'boolean', default: true, describe: 'Add Essential packages' },
    required: { type: 'boolean', default: true, describe: 'Add packages of Priority: required' },
    exclude: { type: 'string', array: true, describe: 'Keep a package out' },
    output: { type: 'string', alias: 'o', default: '-', describe: 'The lockfile to write' },
  },
  examples: [
    'apt-index packages | lockgen lock nginx -o nginx.lock',
    'lockgen lock nginx vim- --packages Packages | lockgen urls - --mirror http://example.org/debian',
  ],
  async run(args, context) {
    const [architecture = debianArchitecture(arch()), ...foreignArchitectures] = args.arch ?? []
    const made = lockPackages({
      offers: await readOffers(context.openInput(args.packages)),
      architecture,
      foreignArchitectures,
      requests: args.requests ?? [],
      options: {
        recommends: args.recommends,
        essential: args.essential,
        required: args.required,
        exclude: args.exclude ?? [],
      },
      onWarning: (message) => context.warn(message),
    })
    const { output } = args
    const previous = output === '-' ? undefined : await readLockIfPresent(context, output)
    if (previous !== undefined && isSameLock(previous, made)) {
      context.note(`${output}: unchanged, ${made.packages.length} packages`)
      return
    }
    await context.writeOutput(output, encodeBytes(formatLockfile(made)))
    if (output !== '-') context.note(`${output}: ${made.packages.length} packages`)
  },
})
