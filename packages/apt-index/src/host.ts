import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AptConfiguration, parseAptConfiguration } from './apt-configuration.js'
import { type Credential, parseAuthConf } from './auth-conf.js'
import { AptError } from './errors.js'
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

/**
 * Returns what the files in /etc/apt say, in the order apt reads them; `APT_CONFIG` in the
 * environment names one more configuration file, read first. Throws an AptError for a file that
 * can't be read or understood.
 */
export async function readHost(environment: Environment): Promise<Host> {
  const configuration = new AptConfiguration()
  if (environment.APT_CONFIG) await configure(configuration, environment.APT_CONFIG)
  for (const path of await listParts(
    etc(configuration, 'parts', 'apt.conf.d'),
    /\.conf$|^[^.]+$/,
  )) {
    await configure(configuration, path)
  }
  await configure(configuration, etc(configuration, 'main', 'apt.conf'))
  const place = (name: string, fallback: string) => etc(configuration, name, fallback)
  const [sources, keyrings, logins] = await Promise.all([
    filesOf(
      place('sourcelist', 'sources.list'),
      place('sourceparts', 'sources.list.d'),
      /\.(list|sources)$/,
    ),
    filesOf(
      place('trusted', 'trusted.gpg'),
      place('trustedparts', 'trusted.gpg.d'),
      /\.(gpg|asc)$/,
    ),
    filesOf(place('netrc', 'auth.conf'), place('netrcparts', 'auth.conf.d'), /\.conf$|^[^.]+$/),
  ])
  return {
    configuration,
    sources: (await Promise.all(sources.map(readSourcesFile))).flat(),
    trustedKeyrings: keyrings,
    credentials: (await Promise.all(logins.map(readCredentials))).flat(),
  }
}

/** Returns the sources of a `.sources` or `.list` file. Throws an AptError. */
export async function readSourcesFile(path: string): Promise<Source[]> {
  const kind = sourcesKind(path)
  if (kind === undefined) {
    const hint = 'the name must end in .sources or .list'
    throw new AptError('ERR_APT_SOURCES', `cannot tell the format of "${path}"`, { hint })
  }
  const text = await read(path)
  if (text === undefined)
    throw new AptError('ERR_APT_SOURCES', `cannot read "${path}": no such file`)
  return parseSources(text, kind, path)
}

async function readCredentials(path: string): Promise<Credential[]> {
  return parseAuthConf((await read(path)) ?? '')
}

async function configure(configuration: AptConfiguration, path: string): Promise<void> {
  const text = await read(path)
  if (text !== undefined) parseAptConfiguration(text, path, configuration)
}

/** A relative name is under its parent's: `Dir`, then `Dir::Etc`, as FindFile in configuration.cc. */
function etc(configuration: AptConfiguration, name: string, fallback: string): string {
  const root = configuration.get('Dir') ?? '/'
  const directory = configuration.get('Dir::Etc') ?? 'etc/apt'
  return resolve(root, directory, configuration.get(`Dir::Etc::${name}`) ?? fallback)
}

async function filesOf(file: string, directory: string, pattern: RegExp): Promise<string[]> {
  const parts = await listParts(directory, pattern)
  return (await read(file)) === undefined ? parts : [file, ...parts]
}

/** apt passes over hidden files and odd names (GetListOfFilesInDir in fileutl.cc), and sorts by bytes. */
async function listParts(directory: string, pattern: RegExp): Promise<string[]> {
  try {
    const names = (await readdir(directory)).filter((name) => /^[\w:-][\w.:-]*$/.test(name))
    return names
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(directory, name))
  } catch (error) {
    if (isMissing(error)) return []
    throw unreadable(directory, error)
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw unreadable(path, error)
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}

function unreadable(path: string, cause: unknown): AptError {
  return new AptError('ERR_APT_CONFIGURATION', `cannot read "${path}"`, { cause })
}
