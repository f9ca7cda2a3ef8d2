import { AptError } from '../errors.js'
import { nativeArchitecture } from '../native-architecture.js'
import {
  parseSources,
  type ReadSources,
  readSources,
  sourcesKind,
} from '../sources/parse-sources.js'
import { reconcileSources } from '../sources/reconcile-sources.js'
import type { Source } from '../sources/source.js'
import { type Credential, parseAuthConf } from '../transport/auth-conf.js'
import type { Environment } from '../transport/network.js'
import type { AptConfiguration } from './apt-configuration.js'
import {
  confName,
  type FilePlace,
  listFiles,
  readTextFile,
  readTextFileIfAllowed,
} from './host-files.js'
import { readConfiguration } from './read-configuration.js'

/** What apt on this machine is set up with. Without apt all of it is empty. */
export interface Host {
  readonly configuration: AptConfiguration
  /** Those that can be used; `hostSources` says what is wrong with others. */
  readonly sources: readonly Source[]
  /** Sources of kinds that are left to apt, such as `cdrom:`: where they stand, and why. */
  readonly passedOver: readonly string[]
  /** What makes the host's sources unusable, as apt has it, or as we do: nobody may need them. */
  readonly problems: readonly AptError[]
  /** Keyring files that apt trusts for sources without `Signed-By`. */
  readonly trustedKeyrings: readonly string[]
  readonly credentials: readonly Credential[]
}

const sourceFiles: FilePlace = {
  file: 'sourcelist',
  fallbackFile: 'sources.list',
  directory: 'sourceparts',
  fallbackDirectory: 'sources.list.d',
  pattern: /\.(list|sources)$/,
}

const keyringFiles: FilePlace = {
  file: 'trusted',
  fallbackFile: 'trusted.gpg',
  directory: 'trustedparts',
  fallbackDirectory: 'trusted.gpg.d',
  pattern: /\.(gpg|asc)$/,
}

const credentialFiles: FilePlace = {
  file: 'netrc',
  fallbackFile: 'auth.conf',
  directory: 'netrcparts',
  fallbackDirectory: 'auth.conf.d',
  pattern: confName,
}

/**
 * Returns what the files in /etc/apt say, in the order apt reads them; `APT_CONFIG` in the
 * environment names one more configuration file, read first. Credentials that this user may not read
 * are passed over, as by apt. Throws an AptError for a configuration that apt refuses.
 */
export async function readHost(environment: Environment): Promise<Host> {
  const configuration = await readConfiguration(environment)
  const [sourcePaths, trustedKeyrings, logins] = await Promise.all([
    listFiles(configuration, sourceFiles),
    listFiles(configuration, keyringFiles),
    listFiles(configuration, credentialFiles),
  ])
  const read = await Promise.all(sourcePaths.map(readHostSources))
  return {
    configuration,
    sources: read.flatMap(({ sources }) => sources),
    passedOver: read.flatMap(({ passedOver }) => passedOver),
    problems: read.flatMap(({ problems }) => problems),
    trustedKeyrings,
    credentials: (await Promise.all(logins.map(readCredentials))).flat(),
  }
}

/**
 * Returns the host's sources, for what is to use them; `warn` is told which of them are passed over.
 * Throws an AptError where one makes no sense or asks for what isn't done here.
 */
export function hostSources(host: Host, warn: (message: string) => void): readonly Source[] {
  const [problem] = host.problems
  if (problem !== undefined) throw problem
  for (const each of host.passedOver) warn(each)
  const architecture = host.configuration.get('APT::Architecture') ?? nativeArchitecture()
  return reconcileSources(host.sources, architecture)
}

/** Returns the sources of a `.sources` or `.list` file. Throws an AptError. */
export async function readSourcesFile(path: string): Promise<Source[]> {
  const kind = sourcesKind(path)
  if (kind === undefined) {
    const hint = 'the name must end in .sources or .list'
    throw new AptError('ERR_APT_SOURCES', `cannot tell the format of "${path}"`, { hint })
  }
  const text = await readTextFile(path)
  if (text !== undefined) return parseSources(text, kind, path)
  throw new AptError('ERR_APT_SOURCES', `cannot read "${path}": no such file`)
}

/** The main file is a list whatever its name, such as /dev/null. */
async function readHostSources(path: string): Promise<ReadSources> {
  try {
    return readSources((await readTextFile(path)) ?? '', sourcesKind(path) ?? 'list', path)
  } catch (error) {
    if (!(error instanceof AptError)) throw error
    return { sources: [], passedOver: [], problems: [error] }
  }
}

async function readCredentials(path: string): Promise<Credential[]> {
  return parseAuthConf((await readTextFileIfAllowed(path)) ?? '')
}
