import { parseReleaseDate, parseStanzas, type Stanza } from '@apt2ostree/deb822'
import { AptError } from '../errors.js'
import { splitWords } from '../words.js'
import type { Digest, DigestAlgorithm } from './digest.js'

/** What a Release file promises of one of the suite's files. */
export interface ReleaseEntry {
  readonly size: number
  readonly digest: Digest
}

/** A Release file: the signed index of a suite's indexes. */
export interface Release {
  readonly origin?: string
  readonly label?: string
  readonly suite?: string
  readonly codename?: string
  /** As in `12.1`. */
  readonly version?: string
  /** Where past states of the archive are kept: a URL with `@SNAPSHOTID@`, or `no`. */
  readonly snapshots?: string
  /** As the Release file spells it. */
  readonly date: string
  readonly validUntil?: string
  /** Empty where the Release file names none. */
  readonly architectures: readonly string[]
  /** Without the prefix that some archives give them: `updates/main` is `main`. */
  readonly components: readonly string[]
  readonly acquireByHash: boolean
  readonly notAutomatic: boolean
  readonly butAutomaticUpgrades: boolean
  /** Whether `binary-all` holds what the other architectures' indexes leave out. */
  readonly hasArchitectureAllPackages: boolean
  /** By path relative to the Release file; from the `SHA256` field, or else from `SHA512`. */
  readonly files: ReadonlyMap<string, ReleaseEntry>
}

/** What stands for the Release file of an archive that has none: it promises nothing. */
export const noRelease: Release = {
  date: '',
  architectures: [],
  components: [],
  acquireByHash: false,
  notAutomatic: false,
  butAutomaticUpgrades: false,
  hasArchitectureAllPackages: false,
  files: new Map(),
}

/**
 * Returns the content of a Release file (a byte string), as the repository format page of Debian's
 * wiki describes it. Throws an AptError where it has no usable Date or digests: MD5Sum and SHA1
 * don't count.
 */
export function parseRelease(text: string): Release {
  const [stanza, second] = parseStanzas(text)
  if (stanza === undefined || second !== undefined || text.includes('\0')) {
    throw new AptError('ERR_APT_RELEASE', 'it is not one stanza of text')
  }
  const date = stanza.get('Date')
  if (date === undefined || parseReleaseDate(date) === undefined) {
    throw new AptError('ERR_APT_RELEASE', 'it has no valid Date')
  }
  const architectures = splitWords(stanza.get('Architectures'))
  const withoutAll = splitWords(stanza.get('No-Support-for-Architecture-all')).includes('Packages')
  return {
    ...optional('origin', stanza.get('Origin')),
    ...optional('label', stanza.get('Label')),
    ...optional('suite', stanza.get('Suite')),
    ...optional('codename', stanza.get('Codename')),
    ...optional('version', stanza.get('Version')),
    ...optional('snapshots', stanza.get('Snapshots')),
    ...optional('validUntil', stanza.get('Valid-Until')),
    date,
    architectures,
    components: splitWords(stanza.get('Components')).map((name) => name.replace(/^.*\//, '')),
    acquireByHash: isYes(stanza, 'Acquire-By-Hash'),
    notAutomatic: isYes(stanza, 'NotAutomatic'),
    butAutomaticUpgrades: isYes(stanza, 'ButAutomaticUpgrades'),
    hasArchitectureAllPackages: architectures.includes('all') && !withoutAll,
    files: parseFiles(stanza),
  }
}

/** The cache goes by SHA256, so that is taken where there are both. */
function parseFiles(stanza: Stanza): Map<string, ReleaseEntry> {
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const field = stanza.get(algorithm)
    if (field !== undefined) return parseDigests(field, algorithm)
  }
  throw new AptError('ERR_APT_RELEASE', 'it has neither a SHA256 nor a SHA512 field')
}

const digestLines = {
  sha256: /^\s*([0-9a-f]{64})\s+(\d{1,15})\s+(\S+)\s*$/,
  sha512: /^\s*([0-9a-f]{128})\s+(\d{1,15})\s+(\S+)\s*$/,
}

function parseDigests(field: string, algorithm: DigestAlgorithm): Map<string, ReleaseEntry> {
  const files = new Map<string, ReleaseEntry>()
  for (const line of field.split('\n')) {
    if (line.trim() === '') continue
    const match = digestLines[algorithm].exec(line)
    const [, hex = '', size = '', path = ''] = match ?? []
    if (match === null) {
      const name = algorithm.toUpperCase()
      throw new AptError('ERR_APT_RELEASE', `invalid ${name} line "${line.trim()}"`)
    }
    files.set(path, { size: Number(size), digest: { algorithm, hex } })
  }
  return files
}

function isYes(stanza: Stanza, field: string): boolean {
  return stanza.get(field)?.toLowerCase() === 'yes'
}

/** A value of several lines is one to those who read it further on. */
function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  const line = value?.replace(/[ \t\r\n]*\n[ \t\r\n]*/g, ' ')
  return line === undefined || line === '' ? {} : ({ [key]: line } as { [P in K]?: string })
}
