import { formatStanza, type Stanza } from '@apt2ostree/deb822'
import { AptError } from '../errors.js'

/** What is known of a suite of an archive: its source, its Release file, and what was verified. */
export interface ArchiveRelease {
  /** The archive's base address as the source has it, without credentials and final `/`. */
  readonly uri: string
  /** The suite as the source spells it; with a `/` at its end it is the path of a flat archive. */
  readonly sourceSuite: string
  /** These names are the Release file's own, empty where it has none. */
  readonly origin: string
  readonly label: string
  readonly suite: string
  readonly codename: string
  /** Of the release, as in `Version: 12.1`; empty where there is none. */
  readonly version: string
  /** As the Release file spells it. */
  readonly date: string
  readonly notAutomatic: boolean
  readonly butAutomaticUpgrades: boolean
  /** Where past states of the archive are kept, see `Snapshots` in sources.list(5); or empty. */
  readonly snapshots: string
  /** SHA256 of the verified Release text; of the index itself where there is no Release file. */
  readonly sha256: string
  /** Fingerprint of the primary key that signed; empty where no signature was asked for. */
  readonly signedBy: string
  /** The checks that settings of this machine or of the source have lifted. */
  readonly unchecked: readonly UncheckedPart[]
}

/** What of a Release file was not looked at: apt's trusted=yes, Check-Date and so on. */
export type UncheckedPart = 'signature' | 'date' | 'valid-until' | 'suite'

/** A Packages index and the release that promises it. */
export interface ArchiveIndex extends ArchiveRelease {
  /** Below the suite's directory, as in `main/binary-amd64/Packages`. */
  readonly path: string
  /** Empty for a flat archive. */
  readonly component: string
  /** Empty for a flat archive, whose index holds all architectures. */
  readonly architecture: string
}

type Field = readonly [name: string, value: string]

/** Returns the stanza that stands before an index's packages in the stream; a byte string. */
export function formatIndexStanza(index: ArchiveIndex): string {
  const { path, component, architecture } = index
  const place: Field[] = [
    ['Component', component],
    ['Architecture', architecture],
  ]
  return format([['Archive-Index', path], ...releaseFields(index), ...place, ...checks(index)])
}

/** Returns the stanza of `apt-index release`: the same of a suite, and what else it has. */
export function formatReleaseStanza(release: ArchiveRelease, more: readonly Field[]): string {
  return format([...releaseFields(release), ...more, ...checks(release)])
}

function format(fields: readonly Field[]): string {
  return formatStanza(fields.filter(([, value]) => value !== ''))
}

function releaseFields(release: ArchiveRelease): Field[] {
  return [
    ['Archive-URI', release.uri],
    ['Archive-Suite', release.sourceSuite],
    ['Origin', release.origin],
    ['Label', release.label],
    ['Suite', release.suite],
    ['Codename', release.codename],
    ['Version', release.version],
    ['Snapshots', release.snapshots],
  ]
}

function checks(release: ArchiveRelease): Field[] {
  return [
    ['Date', release.date],
    ['NotAutomatic', release.notAutomatic ? 'yes' : ''],
    ['ButAutomaticUpgrades', release.butAutomaticUpgrades ? 'yes' : ''],
    ['Release-SHA256', release.sha256],
    ['Signed-By', release.signedBy],
    ['Unchecked', release.unchecked.join(' ')],
  ]
}

/** Returns whether a stanza announces an index: a package's has a name. */
export function isIndexStanza(stanza: Stanza): boolean {
  return stanza.get('Package') === undefined && stanza.get('Archive-Index') !== undefined
}

/** Returns the index that a stanza announces. Throws an AptError for one that lacks what all have. */
export function parseIndexStanza(stanza: Stanza): ArchiveIndex {
  const value = (name: string) => stanza.get(name) ?? ''
  const required = (name: string): string => {
    if (value(name) !== '') return value(name)
    const place = `the index stanza at line ${stanza.line}`
    throw new AptError('ERR_APT_INDEX', `cannot read ${place}: it has no ${name}`)
  }
  return {
    path: required('Archive-Index'),
    uri: value('Archive-URI'),
    sourceSuite: value('Archive-Suite'),
    origin: value('Origin'),
    label: value('Label'),
    suite: value('Suite'),
    codename: value('Codename'),
    version: value('Version'),
    snapshots: value('Snapshots'),
    component: value('Component'),
    architecture: value('Architecture'),
    date: required('Date'),
    notAutomatic: value('NotAutomatic') === 'yes',
    butAutomaticUpgrades: value('ButAutomaticUpgrades') === 'yes',
    sha256: required('Release-SHA256'),
    signedBy: value('Signed-By'),
    unchecked: value('Unchecked').split(' ').filter(isUncheckedPart),
  }
}

const uncheckedParts: readonly string[] = ['signature', 'date', 'valid-until', 'suite']

function isUncheckedPart(word: string): word is UncheckedPart {
  return uncheckedParts.includes(word)
}
