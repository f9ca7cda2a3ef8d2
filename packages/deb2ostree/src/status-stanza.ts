import {
  type Alternative,
  formatRelations,
  formatStanza,
  formatVersion,
  parseRelations,
  parseVersion,
  type Stanza,
} from '@apt2ostree/deb822'
import { type Conffile, formatConffilesField } from './unpack/conffiles.js'

type Format = (value: string) => string

const verbatim: Format = (value) => value
const version: Format = (value) => formatVersion(parseVersion(value))
const relations: Format = (value) =>
  formatRelations(parseRelations(value).map((relation) => relation.map(withPlainVersion)))
const onlyYes: Format = (value) => (value.toLowerCase() === 'yes' ? 'yes' : '')
const multiArch: Format = (value) => (value === 'no' ? '' : value)
const priority: Format = (value) => value.toLowerCase()

/**
 * The fields that dpkg knows, in the order it writes them: fieldinfos in lib/dpkg/parse.c. A field whose formatted
 * value is empty is left out, and fields that dpkg does not know follow in the order they came.
 */
const knownFields: readonly (readonly [string, Format])[] = [
  ['Package', verbatim],
  ['Essential', onlyYes],
  ['Protected', onlyYes],
  ['Status', verbatim],
  ['Priority', priority],
  ['Section', verbatim],
  ['Installed-Size', verbatim],
  ['Origin', verbatim],
  ['Maintainer', verbatim],
  ['Bugs', verbatim],
  ['Architecture', verbatim],
  ['Multi-Arch', multiArch],
  ['Source', verbatim],
  ['Version', version],
  ['Replaces', relations],
  ['Provides', relations],
  ['Depends', relations],
  ['Pre-Depends', relations],
  ['Recommends', relations],
  ['Suggests', relations],
  ['Breaks', relations],
  ['Conflicts', relations],
  ['Enhances', relations],
  ['Conffiles', verbatim],
  ['Description', verbatim],
]

const known: ReadonlySet<string> = new Set(knownFields.map(([name]) => name.toLowerCase()))

/** dpkg keeps versions parsed, so that an epoch of 0 is not written. */
function withPlainVersion(alternative: Alternative): Alternative {
  const { constraint } = alternative
  if (constraint === undefined) return alternative
  return { ...alternative, constraint: { ...constraint, version: version(constraint.version) } }
}

/**
 * Returns the stanza that dpkg has in its status file for a package it has just unpacked. Throws Deb822Error where
 * the control stanza is malformed.
 */
export function formatStatusStanza(control: Stanza, conffiles: readonly Conffile[]): string {
  const values = new Map<string, string>()
  for (const [name] of knownFields) values.set(name, control.get(name) ?? '')
  values.set('Status', 'install ok unpacked')
  values.set('Conffiles', formatConffilesField(conffiles))
  const fields = knownFields.map(([name, format]): [string, string] => {
    const value = values.get(name) ?? ''
    return [name, value === '' ? '' : format(value)]
  })
  const others = control.fields().filter(([name]) => !known.has(name.toLowerCase()))
  return formatStanza([...fields, ...others].filter(([, value]) => value !== ''))
}
