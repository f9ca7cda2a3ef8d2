import type { Context } from '@apt2ostree/cli-kit'
import { decodeBytes } from '@apt2ostree/deb822'
import { AptError } from '../errors.js'
import { createFetchContext, type FetchContext } from '../fetch-context.js'
import { type Host, hostSources, readHost, readSourcesFile } from '../host/host.js'
import { nativeArchitecture } from '../native-architecture.js'
import { parseSources } from '../sources/parse-sources.js'
import type { Source } from '../sources/source.js'

/** The options of every command that reads archives. */
export const archiveOptions = {
  sources: {
    type: 'string',
    array: true,
    describe: 'Read sources from a .sources or .list file, or - for standard input',
  },
  source: {
    type: 'string',
    array: true,
    describe: 'Use a source: deb [option=value] URI SUITE COMPONENT...',
  },
  arch: { type: 'string', array: true, describe: "Architecture, instead of this machine's" },
  keyring: {
    type: 'string',
    array: true,
    describe: 'Trust the keys in this file, and not what the sources name',
  },
  'cache-dir': { type: 'string', describe: 'Where to keep what was fetched' },
  'allow-releaseinfo-change': {
    type: 'boolean',
    describe: 'Take archives that call themselves otherwise than the last time',
  },
  offline: { type: 'boolean', describe: 'Use the cache alone' },
} as const

interface ArchiveArguments {
  readonly sources: string[] | undefined
  readonly source: string[] | undefined
  readonly arch: string[] | undefined
  readonly keyring: string[] | undefined
  readonly 'cache-dir': string | undefined
  readonly 'allow-releaseinfo-change': boolean | undefined
  readonly offline: boolean | undefined
}

/** What the options come to. */
export interface ArchiveSelection {
  readonly sources: readonly Source[]
  readonly architectures: readonly string[]
  readonly fetching: FetchContext
}

/** Returns what the archive options ask for; without a source, the host's own. */
export async function selectArchives(
  args: ArchiveArguments,
  context: Context,
): Promise<ArchiveSelection> {
  const host = await readHost(context.env)
  const sources = await selectSources(args, host, context)
  if (sources.length === 0) {
    throw new AptError('ERR_APT_SOURCES', 'cannot fetch: no apt sources here, and none given', {
      hint: "give one: --source 'deb URI SUITE COMPONENT...', or --sources FILE",
    })
  }
  if (args.keyring !== undefined) {
    context.warn(`only the keys in ${args.keyring.join(', ')} are trusted, whatever sources name`)
  }
  const native = host.configuration.get('APT::Architecture') ?? nativeArchitecture()
  let received = 0
  return {
    sources,
    architectures: args.arch ?? [native],
    fetching: createFetchContext(host, {
      environment: context.env,
      offline: args.offline ?? false,
      warn: (message) => context.warn(message),
      onBytes: (count) => {
        received += count
        context.progress('fetching', received)
      },
      signal: context.signal,
      ...(args['allow-releaseinfo-change'] && { allowChanges: true }),
      ...(args['cache-dir'] !== undefined && { cacheDirectory: args['cache-dir'] }),
      ...(args.keyring !== undefined && { keyrings: args.keyring.map(pathOfInput) }),
    }),
  }
}

async function selectSources(
  args: ArchiveArguments,
  host: Host,
  context: Context,
): Promise<readonly Source[]> {
  if (args.source === undefined && args.sources === undefined) {
    return hostSources(host, (message) => context.warn(message))
  }
  const files = await Promise.all((args.sources ?? []).map((path) => readSources(path, context)))
  const lines = (args.source ?? []).flatMap((line) => parseSources(line, 'list', '--source'))
  return [...files.flat(), ...lines]
}

/** The library opens keyrings by path. */
const pathOfInput = (path: string) => (path === '-' ? '/dev/stdin' : path)

/** Standard input has no name to tell the format by; a one-line source begins like no field. */
async function readSources(path: string, context: Context): Promise<Source[]> {
  if (path !== '-') return readSourcesFile(path)
  const chunks: Uint8Array[] = []
  for await (const chunk of context.openInput(path)) chunks.push(chunk)
  const text = decodeBytes(Buffer.concat(chunks))
  return parseSources(text, /^deb(-src)?\s/m.test(text) ? 'list' : 'sources', 'standard input')
}
