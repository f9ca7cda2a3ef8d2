import { Deb822Error, type Stanza, splitBlank, trimBlank } from '@apt2ostree/deb822'
import { invalid, LockfileError } from './errors.js'
import { isWord } from './is-word.js'
import type { Lockfile } from './lockfile.js'
import { parseReleases, releaseLines } from './release-lines.js'

type Header = Omit<Lockfile, 'packages'>

const headerFields = [
  'Lockfile-Version',
  'Architecture',
  'Foreign-Architectures',
  'Requests',
  'Recommends',
  'Essential',
  'Required',
  'Exclude',
  'Preferences-SHA256',
  'Releases',
]

/** Returns the fields of the first stanza of a lockfile, for `formatStanza`. */
export function headerToFields(header: Header): [string, string][] {
  const { options } = header
  return [
    ['Lockfile-Version', String(header.version)],
    ...words('Architecture', [header.architecture]),
    ...words('Foreign-Architectures', header.foreignArchitectures),
    ...lines('Requests', header.requests.map(checkLine)),
    ['Recommends', yesOrNo(options.recommends)],
    ['Essential', yesOrNo(options.essential)],
    ['Required', yesOrNo(options.required)],
    ...words('Exclude', options.exclude),
    ...words('Preferences-SHA256', options.preferences === undefined ? [] : [options.preferences]),
    ...lines('Releases', header.releases.flatMap(releaseLines)),
  ]
}

/**
 * Returns what the first stanza of a lockfile says.
 * Throws `LockfileError` for another version, an unknown field or a value that does not parse.
 */
export function parseHeader(stanza: Stanza): Header {
  const version = stanza.get('Lockfile-Version')
  if (version !== '1') {
    throw new LockfileError('ERR_LOCKFILE_VERSION', `unknown lockfile version "${version}"`, {
      hint: 'a newer version of this program may read it',
    })
  }
  for (const [name] of fieldsOf(stanza)) {
    if (!headerFields.includes(name)) throw invalid(`unknown header field ${name}`)
  }
  const architecture = stanza.get('Architecture')
  if (!architecture) throw invalid('header has no Architecture')
  const preferences = stanza.get('Preferences-SHA256')
  if (preferences !== undefined && !/^[0-9a-f]{64}$/.test(preferences)) {
    throw invalid(`header field Preferences-SHA256 is no SHA256: "${preferences}"`)
  }
  return {
    version: 1,
    architecture,
    foreignArchitectures: readWords(stanza, 'Foreign-Architectures'),
    requests: readLines(stanza, 'Requests').map(trimBlank),
    options: {
      recommends: readBoolean(stanza, 'Recommends'),
      essential: readBoolean(stanza, 'Essential'),
      required: readBoolean(stanza, 'Required'),
      exclude: readWords(stanza, 'Exclude'),
      ...(preferences !== undefined && { preferences }),
    },
    releases: parseReleases(readLines(stanza, 'Releases')),
  }
}

function fieldsOf(stanza: Stanza): [string, string][] {
  try {
    return stanza.fields()
  } catch (cause) {
    if (cause instanceof Deb822Error) throw invalid('cannot read the header', { cause })
    throw cause
  }
}

function lines(name: string, values: readonly string[]): [string, string][] {
  return values.length === 0 ? [] : [[name, values.map((value) => `\n ${value}`).join('')]]
}

function words(name: string, values: readonly string[]): [string, string][] {
  const odd = values.find((value) => !isWord(value))
  if (odd !== undefined) throw invalid(`cannot write "${odd}" into ${name}: it is not one word`)
  return values.length === 0 ? [] : [[name, values.join(' ')]]
}

function checkLine(request: string): string {
  if (request !== '' && request === trimBlank(request) && !/[\r\n]/.test(request)) return request
  throw invalid(`cannot write the request "${request}": it is not one line`)
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no'
}

function readLines(stanza: Stanza, name: string): string[] {
  const value = stanza.get(name) ?? ''
  return value === '' ? [] : value.split(/\n[ \t]/).slice(1)
}

function readWords(stanza: Stanza, name: string): string[] {
  return splitBlank(stanza.get(name) ?? '')
}

function readBoolean(stanza: Stanza, name: string): boolean {
  const value = stanza.get(name)
  if (value !== 'yes' && value !== 'no') {
    throw invalid(`header field ${name} must be yes or no, not "${value ?? ''}"`)
  }
  return value === 'yes'
}
