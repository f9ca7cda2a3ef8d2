import { formatStanza } from '@apt2ostree/deb822'
import { redactUrl } from './errors.js'
import type { PackagesTarget } from './packages-targets.js'
import type { VerifiedRelease } from './verify-release.js'

/**
 * Returns the stanza that stands before an index's packages in the stream, and says which archive
 * they are from and what was verified. A byte string without the empty line after it.
 */
export function formatIndexStanza(verified: VerifiedRelease, target: PackagesTarget): string {
  return formatStanza([
    ['Archive-Index', target.path],
    ...releaseFields(verified),
    ...optional('Component', target.component),
    ...optional('Architecture', target.architecture),
    ...verificationFields(verified),
  ])
}

/** Returns the stanza of `apt-index release`: what was verified, by which key, dated when. */
export function formatReleaseStanza(verified: VerifiedRelease): string {
  const { release, suite } = verified
  return formatStanza([
    ['Archive-Suite', suite],
    ...releaseFields(verified),
    ...optional('Components', release.components.join(' ')),
    ...optional('Architectures', release.architectures.join(' ')),
    ...optional('Valid-Until', release.validUntil),
    ...verificationFields(verified),
  ])
}

type Field = readonly [name: string, value: string]

function releaseFields({ archiveUri, release }: VerifiedRelease): Field[] {
  return [
    ['Archive-URI', redactUrl(archiveUri).replace(/\/$/, '')],
    ...optional('Origin', release.origin),
    ...optional('Label', release.label),
    ...optional('Suite', release.suite),
    ...optional('Codename', release.codename),
  ]
}

function verificationFields({ release, sha256, signedBy }: VerifiedRelease): Field[] {
  return [
    ...optional('Date', release.date),
    ...optional('NotAutomatic', release.notAutomatic ? 'yes' : ''),
    ...optional('ButAutomaticUpgrades', release.butAutomaticUpgrades ? 'yes' : ''),
    ...optional('Release-SHA256', sha256),
    ...optional('Signed-By', signedBy),
  ]
}

function optional(name: string, value: string | undefined): Field[] {
  return value === undefined || value === '' ? [] : [[name, value]]
}
