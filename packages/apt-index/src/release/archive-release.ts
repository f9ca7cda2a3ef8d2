import { redactUrl } from '../errors.js'
import type { ArchiveRelease } from '../stream/archive-index.js'
import type { VerifiedRelease } from '../trust/verify-release.js'

/** Returns what the index stream says of a suite. */
export function archiveRelease(verified: VerifiedRelease): ArchiveRelease {
  const { archiveUri, suite, release, sha256, signedBy = '', unchecked } = verified
  return {
    uri: redactUrl(archiveUri).replace(/\/$/, ''),
    sourceSuite: suite,
    origin: release.origin ?? '',
    label: release.label ?? '',
    suite: release.suite ?? '',
    codename: release.codename ?? '',
    version: release.version ?? '',
    date: release.date,
    notAutomatic: release.notAutomatic,
    butAutomaticUpgrades: release.butAutomaticUpgrades,
    snapshots: release.snapshots ?? '',
    sha256,
    signedBy,
    unchecked,
  }
}
