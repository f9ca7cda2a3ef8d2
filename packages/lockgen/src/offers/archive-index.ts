import type { Stanza } from '@apt2ostree/deb822'
import { LockgenError } from '../errors.js'

/** A Packages index and what its verified Release file says: an index stanza of `apt-index`. */
export interface ArchiveIndex {
  /** Path below the suite, such as `main/binary-amd64/Packages`. */
  readonly path: string
  /** Base address of its archive. */
  readonly uri: string
  readonly origin: string
  readonly label: string | undefined
  readonly suite: string
  readonly codename: string
  /** Version of the release, as in `Version: 12.1`. */
  readonly version: string | undefined
  readonly component: string
  readonly architecture: string
  readonly date: string
  readonly notAutomatic: boolean
  readonly butAutomaticUpgrades: boolean
  /** SHA256 of the verified Release file. */
  readonly sha256: string
  readonly signedBy: string | undefined
}

/** Returns whether a stanza announces an index rather than a package. */
export function isIndexStanza(stanza: Stanza): boolean {
  return stanza.get('Archive-Index') !== undefined
}

/**
 * Returns the index that an index stanza announces.
 * Throws `LockgenError` when a field is missing that a lockfile has to record.
 */
export function parseIndexStanza(stanza: Stanza): ArchiveIndex {
  const required = (name: string): string => {
    const value = stanza.get(name)
    if (value !== undefined && value !== '') return value
    throw new LockgenError(
      'ERR_LOCKGEN_INDEX',
      `index stanza at line ${stanza.line} has no ${name} field`,
    )
  }
  const suite = stanza.get('Suite') ?? ''
  const codename = stanza.get('Codename') ?? suite
  return {
    path: required('Archive-Index'),
    uri: stanza.get('Archive-URI') ?? '',
    origin: stanza.get('Origin') ?? '',
    label: stanza.get('Label'),
    suite: suite === '' ? codename : suite,
    codename,
    version: stanza.get('Version'),
    component: stanza.get('Component') ?? '',
    architecture: stanza.get('Architecture') ?? '',
    date: required('Date'),
    notAutomatic: stanza.get('NotAutomatic') === 'yes',
    butAutomaticUpgrades: stanza.get('ButAutomaticUpgrades') === 'yes',
    sha256: required('Release-SHA256'),
    signedBy: stanza.get('Signed-By'),
  }
}

/** Returns a name of the index for messages: its codename, or where it came from. */
export function describeIndex(index: ArchiveIndex | undefined): string {
  if (index === undefined) return 'the given Packages'
  return index.codename || index.origin || index.uri
}
