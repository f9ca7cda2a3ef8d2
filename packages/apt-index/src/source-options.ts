import { AptError } from './errors.js'

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
}

type Reader = (value: string) => SourceOptions

/** By apt's one-line names; the deb822 field names are the alternatives. */
const readers: Readonly<Record<string, Reader>> = {
  arch: (v) => ({ architectures: words(v) }),
  'arch+': (v) => ({ addArchitectures: words(v) }),
  'arch-': (v) => ({ removeArchitectures: words(v) }),
  'signed-by': (v) => ({ signedBy: parseSignedBy(v) }),
  trusted: (v) => ({ trusted: boolean(v) }),
  'check-valid-until': (v) => ({ checkValidUntil: boolean(v) }),
  'valid-until-min': (v) => ({ validUntilMin: seconds(v) }),
  'valid-until-max': (v) => ({ validUntilMax: seconds(v) }),
  'check-date': (v) => ({ checkDate: boolean(v) }),
  'date-max-future': (v) => ({ dateMaxFuture: seconds(v) }),
  'check-suite': (v) => ({ checkSuite: boolean(v) }),
  'by-hash': (v) => ({ byHash: v.trim() === 'force' ? 'force' : boolean(v) ? 'yes' : 'no' }),
}

const fieldNames: Readonly<Record<string, string>> = {
  architectures: 'arch',
  'architectures-add': 'arch+',
  'architectures-remove': 'arch-',
}

/**
 * Sets one option by its sources.list(5) name, one-line or deb822 spelling. Options that don't
 * concern Packages (languages, targets, pdiffs) are passed over, as apt passes over what it
 * doesn't know. Throws a plain message in an AptError for a value that makes no sense.
 */
export function setSourceOption(options: SourceOptions, name: string, value: string): void {
  const lower = name.toLowerCase()
  Object.assign(options, readers[fieldNames[lower] ?? lower]?.(value))
}

/** Returns what a `Signed-By` value names: files, fingerprints, or an embedded key. */
export function parseSignedBy(value: string): SignedBy {
  const text = value.trim()
  if (text.startsWith('-----BEGIN')) return { files: [], fingerprints: [], key: unfoldKey(text) }
  const files: string[] = []
  const fingerprints: string[] = []
  for (const word of words(text)) {
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

function words(value: string): string[] {
  return value.split(/[\s,]+/).filter((word) => word !== '')
}

function seconds(value: string): number {
  if (!/^\d+$/.test(value.trim())) {
    throw new AptError('ERR_APT_SOURCES', `invalid number of seconds "${value}"`)
  }
  return Number(value)
}

/** Returns apt's notion of a boolean (StringToBool in strutl.cc). Throws for anything else. */
export function boolean(value: string): boolean {
  const lower = value.trim().toLowerCase()
  if (/^(yes|true|with|on|enable|[1-9]\d*)$/.test(lower)) return true
  if (/^(no|false|without|off|disable|0)$/.test(lower)) return false
  throw new AptError('ERR_APT_SOURCES', `invalid boolean "${value}"`)
}
