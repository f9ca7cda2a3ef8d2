import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AptError } from '../errors.js'
import type { AptConfiguration } from './apt-configuration.js'

/** A file and a directory of more such files, as apt's configuration names them under Dir::Etc. */
export interface FilePlace {
  readonly file: string
  readonly fallbackFile: string
  readonly directory: string
  readonly fallbackDirectory: string
  /** Which names of the directory count. */
  readonly pattern: RegExp
}

/** Which names of a directory of configuration files count. */
export const confName = /\.conf$|^[^.]+$/

/** Returns the paths of a place's files that exist, in the order apt reads them. */
export async function listFiles(
  configuration: AptConfiguration,
  place: FilePlace,
): Promise<string[]> {
  const file = etcPath(configuration, place.file, place.fallbackFile)
  const directory = etcPath(configuration, place.directory, place.fallbackDirectory)
  const names = await listNames(directory)
  const parts = names
    .filter((name) => place.pattern.test(name))
    .map((name) => join(directory, name))
  return (await isThere(file)) ? [file, ...parts] : parts
}

/** A relative name is under its parent's: `Dir`, then `Dir::Etc`, as FindFile in configuration.cc. */
export function etcPath(configuration: AptConfiguration, name: string, fallback: string): string {
  const root = configuration.get('Dir') ?? '/'
  const etc = configuration.get('Dir::Etc') ?? 'etc/apt'
  return resolve(root, etc, configuration.get(`Dir::Etc::${name}`) || fallback)
}

/** apt passes over hidden files and odd names (GetListOfFilesInDir in fileutl.cc), and sorts by bytes. */
export async function listNames(directory: string): Promise<string[]> {
  const names = await orMissing(directory, readdir(directory))
  return (names ?? []).filter((name) => /^[\w:-][\w.:-]*$/.test(name)).sort()
}

/** Returns the byte string of a file, undefined where it doesn't exist. Throws an AptError. */
export async function readTextFile(path: string): Promise<string | undefined> {
  return orMissing(path, readFile(path, 'latin1'))
}

/** Returns the same, and undefined also for a file that this user may not read. */
export async function readTextFileIfAllowed(path: string): Promise<string | undefined> {
  return orMissing(path, readFile(path, 'latin1'), ['EACCES', 'EPERM'])
}

async function isThere(path: string): Promise<boolean> {
  return (await orMissing(path, stat(path))) !== undefined
}

async function orMissing<T>(
  path: string,
  reading: Promise<T>,
  alike: readonly string[] = [],
): Promise<T | undefined> {
  try {
    return await reading
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', ...alike].includes(code)) return undefined
    throw new AptError('ERR_APT_CONFIGURATION', `cannot read "${path}"`, { cause })
  }
}
