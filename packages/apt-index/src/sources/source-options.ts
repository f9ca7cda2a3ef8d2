import { AptError } from '../errors.js'
import { parseBoolean, splitWords } from '../words.js'

/** The keys a source trusts: apt's `Signed-By`. */
export interface SignedBy {
  /** Keyring files, absolute paths. */
  readonly files: readonly string[]
  /** Upper-case fingerprints; with a trailing `!` no subkey of that key is accepted. */
  readonly fingerprints: readonly string[]
  /** An ASCII-armoured public key written into the source itself. */
  readonly key?: string
}

/** The options of a source that bear on trust and fetching, see sources.list(5). */
export interface SourceOptions {
  architectures?: readonly string[]
  addArchitectures?: readonly string[]
  removeArchitectures?: readonly string[]
  signedBy?: SignedBy
  /** `true` takes the archive without any signature, `false` refuses what isn't signed. */
  trusted?: boolean
  checkValidUntil?: boolean
  /** Seconds; they move what the Release file says in `Valid-Until`. */
  validUntilMin?: number
  validUntilMax?: number
  checkDate?: boolean
  /** Seconds by which `Date` may lie ahead of this machine's clock. */
  dateMaxFuture?: number
  /** Ours, not apt's: `false` accepts a Release file that names another suite and codename. */
  checkSuite?: boolean
  byHash?: 'yes' | 'no' | 'force'
  /** Whether Packages are among the source's targets, as they are where it names none. */
  packages?: boolean
}

type Reader = (value: string) => SourceOptions

/** By apt's one-line names; the deb822 field names are the alternatives. */
const readers = new Map<string, Reader>([
  ['arch', (v) => ({ architectures: splitList(v) })],
  ['arch+', (v) => ({ addArchitectures: splitList(v) })],
  ['arch-', (v) => ({ removeArchitectures: splitList(v) })],
  ['signed-by', (v) => ({ signedBy: parseSignedBy(v) })],
  ['trusted', (v) => ({ trusted: requireBoolean(v) })],
  ['check-valid-until', (v) => ({ checkValidUntil: requireBoolean(v) })],
  ['valid-until-min', (v) => ({ validUntilMin: seconds(v) })],
  ['valid-until-max', (v) => ({ validUntilMax: seconds(v) })],
  ['check-date', (v) => ({ checkDate: requireBoolean(v) })],
  ['date-max-future', (v) => ({ dateMaxFuture: seconds(v) })],
  ['check-suite', (v) => ({ checkSuite: requireBoolean(v) })],
  ['target', (v) => ({ packages: splitList(v).includes('Packages') })],
  ['target+', (v) => (splitList(v).includes('Packages') ? { packages: true } : {})],
  ['target-', (v) => (splitList(v).includes('Packages') ? { packages: false } : {})],
  ['packages', (v) => ({ packages: requireBoolean(v) })],
  [
    'by-hash',
    (v) => ({ byHash: v.trim() === 'force' ? 'force' : requireBoolean(v) ? 'yes' : 'no' }),
  ],
])

const fieldNames = new Map([
  ['architectures', 'arch'],
  ['architectures-add', 'arch+'],
  ['architectures-remove', 'arch-'],
  ['targets', 'target'],
  ['targets-add', 'target+'],
  ['targets-remove', 'target-'],
])

/** What would change which packages there are, or which are believed, and isn't done here. */
const refused = new Map([
  ['snapshot', "name the snapshot's own address in the source instead"],
  ['include', 'ask for packages by name, and set priorities with preferences'],
  ['exclude', 'set priorities with preferences instead'],
  ['inrelease-path', ''],
  ['allow-insecure', 'trusted=yes takes an archive without a signature'],
  ['allow-weak', 'trusted=yes takes an archive whatever its signature'],
  ['allow-downgrade-to-insecure', ''],
])

/**
 * Sets one option by its sources.list(5) name, one-line or deb822 spelling. Options that don't
 * concern Packages (languages, other targets, pdiffs) are passed over, as apt passes over what it
 * doesn't know. Throws an AptError for a value that makes no sense, and for an option that bears on
 * what is used and isn't supported.
 */
export function setSourceOption(options: SourceOptions, name: string, value: string): void {
  const lower = name.toLowerCase()
  const hint = refused.get(lower)
  const isOff = lower !== 'include' && lower !== 'exclude' && parseBoolean(value) === false
  if (hint !== undefined && !isOff) {
    const message = `"${name}: ${value}" is not supported`
    throw new AptError('ERR_APT_SOURCES', message, hint === '' ? {} : { hint })
  }
  Object.assign(options, readers.get(fieldNames.get(lower) ?? lower)?.(value))
}

/** Returns what a `Signed-By` value names: files, fingerprints, or an embedded key. */
export function parseSignedBy(value: string): SignedBy {
  const text = value.trim()
  if (text.startsWith('-----BEGIN')) return { files: [], fingerprints: [], key: unfoldKey(text) }
  const files: string[] = []
  const fingerprints: string[] = []
  for (const word of splitList(text)) {
    if (word.startsWith('/')) files.push(word)
    else if (/^[0-9a-f]{40}([0-9a-f]{24})?!?$/i.test(word)) fingerprints.push(word.toUpperCase())
    else {
      const hint = 'give an absolute path, or a fingerprint of 40 digits'
      throw new AptError('ERR_APT_SOURCES', `invalid Signed-By "${word}"`, { hint })
    }
  }
  return { files, fingerprints }
}

/** deb822 indents each line by a space and writes an empty one as ` .`. */
function unfoldKey(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .map((line) => (line === '.' ? '' : line))
    .join('\n')
}

/** Lists have commas in one-line sources and spaces in deb822. */
function splitList(value: string): string[] {
  return splitWords(value.replaceAll(',', ' '))
}

function seconds(value: string): number {
  if (!/^\d+$/.test(value.trim())) {
    throw new AptError('ERR_APT_SOURCES', `invalid number of seconds "${value}"`)
  }
  return Number(value)
}

/** Returns the boolean that a source's option or field gives. Throws an AptError for anything else. */
export function requireBoolean(value: string): boolean {
  const parsed = parseBoolean(value)
  if (parsed !== undefined) return parsed
  throw new AptError('ERR_APT_SOURCES', `invalid boolean "${value}"`)
}
