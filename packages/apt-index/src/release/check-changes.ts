import { AptError } from '../errors.js'
import type { Release } from './release.js'
import type { ReleasePolicy } from './release-policy.js'

/** What of a Release file the user's pins go by; kept with the one seen last. */
export type ReleaseIdentity = Readonly<Record<(typeof fields)[number], string>>

/** The default priority follows from NotAutomatic and ButAutomaticUpgrades. */
const fields = ['Origin', 'Label', 'Version', 'Suite', 'Codename', 'DefaultPin'] as const

/** Those that change all the time. */
const changing: readonly string[] = ['Version', 'Suite']

/** Returns what an archive calls itself in a Release file. */
export function releaseIdentity(release: Release): ReleaseIdentity {
  const { origin = '', label = '', version = '', suite = '', codename = '' } = release
  const automatic = release.butAutomaticUpgrades ? '100' : '1'
  return {
    Origin: origin,
    Label: label,
    Version: version,
    Suite: suite,
    Codename: codename,
    DefaultPin: release.notAutomatic ? automatic : '500',
  }
}

/**
 * Throws an AptError where an archive calls itself otherwise than the last time, which makes pins and
 * `Suites: stable` mean something else: as apt's VerifyVendor does, where
 * Acquire::AllowReleaseInfoChange doesn't allow it. Returns the changes that are allowed and worth a
 * word.
 */
export function checkChanges(
  before: ReleaseIdentity,
  now: ReleaseIdentity,
  policy: Pick<ReleasePolicy, 'allowsChange'>,
  allowAll: boolean,
): string[] {
  return fields.flatMap((field) => {
    if (before[field] === now[field]) return []
    const change = `it changed its ${field} from "${before[field]}" to "${now[field]}"`
    const isUsual = changing.includes(field)
    if (policy.allowsChange(field) ?? (isUsual || allowAll)) return isUsual ? [] : [change]
    const hint = `if that is right, say Acquire::AllowReleaseInfoChange::${field} "true"; in apt.conf, or use another cache`
    throw new AptError('ERR_APT_RELEASE', change, { hint })
  })
}
