import type { Stanza } from '@apt2ostree/deb822'
import { invalid } from './errors.js'
import { isWord } from './is-word.js'
import type { LockedPackage } from './lockfile.js'

/** What a lockfile keeps of a Packages stanza, in the order written. */
const indexFields = [
  'Package',
  'Architecture',
  'Version',
  'Source',
  'Multi-Arch',
  'Essential',
  'Important',
  'Protected',
  'Priority',
  'Installed-Size',
  'Provides',
  'Pre-Depends',
  'Depends',
  'Recommends',
  'Conflicts',
  'Breaks',
  'Replaces',
  'Filename',
  'Size',
  'MD5sum',
  'SHA1',
  'SHA256',
]

/** Returns the fields a Packages index needs to offer this package, without what only locks say. */
export function indexFieldsOf({ stanza }: LockedPackage): [string, string][] {
  return indexFields.flatMap((name): [string, string][] => {
    const value = stanza.get(name)
    return value === undefined ? [] : [[name, value]]
  })
}

/** Returns the fields of a package's stanza in a lockfile, for `formatStanza`. */
export function packageToFields(locked: LockedPackage): [string, string][] {
  return [
    ...indexFieldsOf(locked),
    ...(locked.release === undefined ? [] : [['Release', locked.release] as [string, string]]),
    ...(locked.automatic ? [['APT-Automatic', 'yes'] as [string, string]] : []),
  ]
}

/**
 * Returns the package a Packages or lockfile stanza describes.
 * Throws `LockfileError` naming the line when a field is missing that a download needs.
 */
export function packageFromStanza(
  stanza: Stanza,
  { release, automatic }: { release?: string | undefined; automatic: boolean },
): LockedPackage {
  const size = required(stanza, 'Size', (text) => /^\d+$/.test(text))
  return {
    name: required(stanza, 'Package', isWord),
    version: required(stanza, 'Version', isWord),
    architecture: required(stanza, 'Architecture', isWord),
    filename: required(stanza, 'Filename', (text) => /^[^\n]+$/.test(text)),
    size: Number(size),
    sha256: required(stanza, 'SHA256', (text) => /^[0-9a-f]{64}$/.test(text)),
    ...(release !== undefined && { release }),
    automatic,
    stanza,
  }
}

function required(stanza: Stanza, name: string, isValid: (text: string) => boolean): string {
  const value = stanza.get(name)
  if (value !== undefined && isValid(value)) return value
  const found = value === undefined ? `no ${name}` : `an invalid ${name} "${value}"`
  const package_ = stanza.get('Package')
  const subject = package_ === undefined ? 'stanza' : `package ${package_}`
  throw invalid(`${subject} at line ${stanza.line} has ${found}`)
}
