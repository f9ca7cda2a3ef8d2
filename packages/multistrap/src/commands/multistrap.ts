import { type Context, defineCommand, UsageError } from '@apt2ostree/cli-kit'
import type { RootPlan } from '../make-root.js'

export const multistrap = defineCommand({
  name: 'multistrap',
  describe: 'Make the root directory that a configuration describes, as multistrap(1) does',
  options: {
    file: { alias: 'f', type: 'string', describe: 'The configuration' },
    shortcut: {
      alias: 's',
      type: 'string',
      describe: 'The configuration of this name in /usr/share/multistrap or /etc/multistrap.d',
    },
    dir: { alias: 'd', type: 'string', describe: 'The root directory, instead of "directory="' },
    arch: { alias: 'a', type: 'string', describe: 'The architecture, instead of "arch="' },
    auth: {
      type: 'boolean',
      default: true,
      describe: 'Ask for signatures; --no-auth trusts every source without one',
    },
    'tidy-up': {
      type: 'boolean',
      describe: 'Leave no lists and packages in the tree, which there never are',
    },
    'source-dir': {
      type: 'string',
      describe: 'Refused: packages and their sources are not kept; the lockfile names them',
    },
    'dry-run': {
      alias: ['n', 'simulate'],
      type: 'boolean',
      describe: 'Print what would be done, as an image.yaml, and do nothing',
    },
    repo: {
      type: 'string',
      environment: 'OSTREE_REPO',
      describe: 'OSTree repo whose layers are used and kept; without it nothing is kept',
    },
  },
  examples: [
    'multistrap -f multistrap.conf -d rootfs',
    'multistrap --simulate -a armhf -f multistrap.conf | less',
  ],
  async run(args, context) {
    const path = await configurationOf(args)
    if (args['source-dir'] !== undefined) {
      throw new UsageError('--source-dir is not done: no packages are kept')
    }
    const { readConfiguration } = await import('@apt2ostree/multistrap-conf')
    const { nativeArchitecture } = await import('@apt2ostree/apt-index')
    const configuration = readConfiguration(path)
    for (const warning of configuration.warnings) context.warn(warning)
    const directory = args.dir ?? (configuration.directory?.value || undefined)
    const plan = {
      ...{ configuration, path, repo: args.repo, noAuth: !args.auth },
      architecture: (args.arch ?? configuration.architecture?.value) || nativeArchitecture(),
    }
    if (args['dry-run']) {
      const { describePlan } = await import('../describe-plan.js')
      await context.write(describePlan({ ...plan, directory: directory ?? '' }))
      return
    }
    if (directory === undefined) {
      throw new UsageError('no directory: name one with --dir, or with "directory=" in [General]')
    }
    await make({ ...plan, directory }, context)
  },
})

async function configurationOf({
  file,
  shortcut,
}: {
  file: string | undefined
  shortcut: string | undefined
}): Promise<string> {
  const { findConfiguration } = await import('../find-configuration.js')
  const path = (shortcut === undefined ? undefined : findConfiguration(shortcut)) ?? file
  if (path !== undefined) return path
  throw new UsageError(
    shortcut === undefined
      ? 'no configuration: name one with --file'
      : `no configuration is called "${shortcut}"`,
  )
}

async function make(plan: RootPlan, context: Context): Promise<void> {
  const { makeRoot } = await import('../make-root.js')
  const { env, signal } = context
  await makeRoot(plan, {
    ...{ env, signal, isRoot: process.getuid?.() === 0 },
    progress: context.progress,
    warn: context.warn,
    verbose: context.verbose,
    onOutput: (chunk) => context.note(chunk.toString('utf8').trimEnd()),
    onFailure(message) {
      context.warn(message)
      context.exitCode = 1
    },
  })
  const { tarballName } = plan.configuration
  if (tarballName === undefined) return context.print(plan.directory)
  const { packRoot } = await import('../pack-root.js')
  await context.print(await packRoot(plan.directory, tarballName.value, signal))
}
