import { type Context, defineCommand, UsageError } from '@apt2ostree/cli-kit'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import { openOrInitRepo } from '@apt2ostree/ostree-repo'
import type { Archives } from '../fetch-deb.js'
import { type UnpackOptions, unpackLock, unpackPackages } from '../unpack-lock.js'
import type { UnpackProgress } from '../unpack-progress.js'
import { chooseJobs } from './jobs-option.js'
import { lockOption, readLock } from './lock-option.js'
import { importOptions } from './repo-option.js'

export const unpack = defineCommand({
  name: 'unpack',
  describe: 'Fetch and import the packages of a lockfile, and write their dpkg database',
  options: {
    ...importOptions,
    lock: lockOption,
    mirror: {
      type: 'string',
      array: true,
      default: [],
      describe: 'The URL of an archive to fetch from, whatever the sources say',
    },
    sources: {
      type: 'string',
      array: true,
      describe: "A .sources or .list file to fetch from (default: the host's apt sources)",
    },
    only: {
      type: 'string',
      array: true,
      describe: 'Import just this package, NAME or NAME:ARCH, and write no database',
    },
    pool: { type: 'string', describe: 'A directory to keep .debs in' },
    base: {
      type: 'string',
      describe: 'The commit of a configured system, to which only its missing packages are added',
    },
  },
  examples: [
    'deb2ostree unpack --repo repo --lock nginx.lock | ostree-union --repo repo --branch nginx',
    'lockgen lock nginx <Packages | deb2ostree unpack --repo repo | tail -n 1',
  ],
  async run(args, context) {
    const lock = await readLock(context, args.lock)
    const repo = openOrInitRepo(args.repo)
    const options: UnpackOptions = {
      ...chooseJobs(args.jobs, context),
      archives: () => openArchives(args.mirror, args.sources, context),
      signal: context.signal,
      onProgress: (progress) => showProgress(context, progress),
      ...(args.pool !== undefined && { pool: args.pool }),
      ...(args.base !== undefined && { base: args.base }),
      ...(args['usr-merge'] !== undefined && { usrMerge: args['usr-merge'] }),
    }
    if (args.only !== undefined) {
      const layers = await unpackPackages(repo, lock, findPackages(lock, args.only), options)
      for (const { ref, commit } of layers) await context.print(`${ref}\t${commit}`)
      return
    }
    const { layers, deferred } = await unpackLock(repo, lock, options)
    for (const { ref } of deferred) context.verbose(`to be installed when the rest is: ${ref}`)
    for (const { ref, commit } of layers) await context.print(`${ref}\t${commit}`)
  },
})

/** Loading this takes longer than finding out that nothing is to be fetched. */
async function openArchives(
  mirrors: readonly string[],
  files: readonly string[] | undefined,
  { env }: Context,
): Promise<Archives> {
  const { createNetwork, readHost, readSourcesFile } = await import('@apt2ostree/apt-index')
  const { configuration, credentials, sources } = await readHost(env)
  const named = files && (await Promise.all(files.map(readSourcesFile)))
  const network = createNetwork({ configuration, credentials, environment: env })
  return { mirrors, sources: named?.flat() ?? sources, network }
}

function findPackages({ packages }: Lockfile, names: readonly string[]): LockedPackage[] {
  return names.flatMap((wanted) => {
    const found = packages.filter(
      ({ name, architecture }) => wanted === name || wanted === `${name}:${architecture}`,
    )
    if (found.length === 0) throw new UsageError(`the lockfile has no package "${wanted}"`)
    return found
  })
}

function showProgress(context: Context, progress: UnpackProgress): void {
  const { receivedBytes, totalBytes, importedDebs, totalDebs } = progress
  if (receivedBytes < totalBytes) context.progress('fetching', receivedBytes, totalBytes)
  else context.progress('unpacking', importedDebs, totalDebs)
}
