import { arch } from 'node:os'
import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { debianArchitecture, encodeBytes } from '@apt2ostree/deb822'
import { formatLockfile, type Lockfile } from '@apt2ostree/lockfile'
import { lock as lockPackages } from '../lock.js'
import type { LockInput } from '../lock-input.js'
import { readOffers } from '../offers/read-offers.js'
import { requirePins } from '../pins/digest-pins.js'
import { isSameLock } from '../same-lock.js'
import { readLock, readOutput } from './read-lock.js'
import { readPins } from './read-pins.js'

export const lock = defineCommand({
  name: 'lock',
  operands: '[requests..]',
  describe: 'Choose the packages that apt would install and write a lockfile',
  positionals: {
    requests: {
      type: 'string',
      array: true,
      describe:
        'NAME, NAME=VERSION, NAME/SUITE, NAME:ARCH, NAME-, TASK^ or a glob (default: those of --previous)',
    },
  },
  options: {
    packages: { type: 'string', default: '-', describe: 'Packages, as apt-index prints them' },
    arch: {
      type: 'string',
      array: true,
      describe: 'Architecture, the native one first (default: that of --previous, or the host’s)',
    },
    recommends: {
      type: 'boolean',
      describe: 'Follow Recommends too (default: as --previous, or no)',
    },
    essential: {
      type: 'boolean',
      describe: 'Add Essential packages (default: as --previous, or yes)',
    },
    required: {
      type: 'boolean',
      describe: 'Add packages of Priority: required (default: as --previous, or yes)',
    },
    exclude: {
      type: 'string',
      array: true,
      describe: 'Keep a package out (default: those of --previous)',
    },
    solver: {
      type: 'string',
      default: 'internal',
      describe: 'A program that speaks EDSP: its path, or its name in /usr/lib/apt/solvers',
    },
    preferences: { type: 'string', describe: 'Pins, as apt_preferences(5) has them' },
    previous: { type: 'string', describe: 'A lock to move away from no more than needed' },
    update: {
      type: 'string',
      array: true,
      implies: 'previous',
      describe: 'A package of the previous lock that takes its newest version',
    },
    security: {
      type: 'boolean',
      implies: 'previous',
      describe: 'Packages of the previous lock take what suites of security updates have',
    },
    output: { type: 'string', alias: 'o', default: '-', describe: 'The lockfile to write' },
  },
  examples: [
    'apt-index packages | lockgen lock nginx -o nginx.lock',
    'apt-index packages | lockgen lock --previous nginx.lock --security -o nginx.lock',
    'lockgen lock nginx vim- --packages Packages | lockgen urls - --mirror http://example.org/debian',
  ],
  async run(args, context) {
    const previous =
      args.previous === undefined ? undefined : await readLock(context, args.previous)
    const requests = args.requests?.length ? args.requests : previous?.requests
    if (!requests?.length) throw new UsageError('no request: what is to be installed?')
    const pins = await readPins(context, args.preferences)
    if (previous !== undefined && args.preferences === undefined) requirePins(previous, pins)
    const architectures = args.arch ?? architecturesOf(previous)
    const [architecture = debianArchitecture(arch()), ...foreignArchitectures] = architectures
    const input: LockInput = {
      offers: await readOffers(context.openInput(args.packages)),
      architecture,
      foreignArchitectures,
      requests,
      options: {
        recommends: args.recommends ?? previous?.options.recommends ?? false,
        essential: args.essential ?? previous?.options.essential ?? true,
        required: args.required ?? previous?.options.required ?? true,
        exclude: args.exclude ?? previous?.options.exclude ?? [],
      },
      ...(previous && {
        previous: {
          lock: previous,
          update: args.update ?? [],
          security: args.security ?? false,
          onMoved: (message: string) => context.warn(message),
        },
      }),
      pins,
      onWarning: (message) => context.warn(message),
    }
    const made =
      args.solver === 'internal'
        ? lockPackages(input)
        : await askSolver(input, args.solver, context.signal)
    const { output } = args
    const existing = output === '-' ? undefined : await readOutput(context, output)
    if (existing !== undefined && isSameLock(existing, made)) {
      context.note(`${output}: unchanged, ${made.packages.length} packages`)
      return
    }
    await context.writeOutput(output, encodeBytes(formatLockfile(made)))
    if (output !== '-') context.note(`${output}: ${made.packages.length} packages`)
  },
})

/** Few locks are made so, and none should wait for what only these need. */
async function askSolver(input: LockInput, name: string, signal: AbortSignal): Promise<Lockfile> {
  const { externalSolver } = await import('../edsp/external-solver.js')
  const { lockExternally } = await import('../lock-externally.js')
  return lockExternally(input, name, externalSolver(name, signal))
}

function architecturesOf(previous: Lockfile | undefined): string[] {
  return previous === undefined ? [] : [previous.architecture, ...previous.foreignArchitectures]
}
