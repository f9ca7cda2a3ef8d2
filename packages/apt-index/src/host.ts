import { join } from 'node:path'
import { AptConfiguration, parseAptConfiguration } from './apt-configuration.js'
import { type Credential, parseAuthConf } from './auth-conf.js'
import { AptError } from './errors.js'
import { etcPath, type FilePlace, listFiles, listNames, readTextFile } from './host-files.js'
import type { Environment } from './network.js'
import { parseSources, sourcesKind } from './parse-sources.js'
import type { Source } from './source.js'

/** What apt on this machine is set up with. Without apt all of it is empty. */
export interface Host {
  readonly configuration: AptConfiguration
  readonly sources: readonly Source[]
  /** Keyring files that apt trusts for sources without `Signed-By`. */
  readonly trustedKeyrings: readonly string[]
  readonly credentials: readonly Credential[]
}

const confName = /\.conf$|^[^.]+$/

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
 * environment names one more configuration file, read first. Throws an AptError for a file that
 * can't be read or understood.
 */
export async function readHost(environment: Environment): Promise<Host> {
  const configuration = await readConfiguration(environment)
  const [sources, trustedKeyrings, logins] = await Promise.all(
    [sourceFiles, keyringFiles, credentialFiles].map((place) => listFiles(configuration, place)),
  )
  return {
    configuration,
    sources: (await Promise.all((sources ?? []).map(readSourcesFile))).flat(),
    trustedKeyrings: trustedKeyrings ?? [],
    credentials: (await Promise.all((logins ?? []).map(readCredentials))).flat(),
  }
}

/** The order of apt.conf(5); the parts may move the main file, so they are read one by one. */
async function readConfiguration(environment: Environment): Promise<AptConfiguration> {
  const configuration = new AptConfiguration()
  const add = async (path: string) => {
    const text = await readTextFile(path)
    if (text !== undefined) parseAptConfiguration(text, path, configuration)
  }
  if (environment.APT_CONFIG) await add(environment.APT_CONFIG)
  const directory = etcPath(configuration, 'parts', 'apt.conf.d')
  for (const name of await listNames(directory)) {
    if (confName.test(name)) await add(join(directory, name))
  }
  await add(etcPath(configuration, 'main', 'apt.conf'))
  return configuration
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

async function readCredentials(path: string): Promise<Credential[]> {
  return parseAuthConf((await readTextFile(path)) ?? '')
}
