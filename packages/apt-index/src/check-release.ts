import { parseReleaseDate } from '@apt2ostree/deb822'
import { AptError } from './errors.js'
import type { Release } from './release.js'
import { isFlat, type Source } from './source.js'
import type { UncheckedPart } from './stream/archive-index.js'

/** When a Release file may have been made, beside what the source itself says. */
export interface DatePolicy {
  /** apt's Acquire::Check-Date; without it Valid-Until isn't checked either. */
  readonly checkDate: boolean
  /** apt's Acquire::Check-Valid-Until. */
  readonly checkValidUntil: boolean
  readonly now: Date
}

/**
 * Throws an AptError unless the Release file is the one that the source asks for, and of a date at
 * which it counts. As apt's VerifyVendor does, save that apt only warns of another suite.
 */
export function checkRelease(release: Release, source: Source, policy: DatePolicy): void {
  checkSuite(release, source)
  if (!(source.checkDate ?? policy.checkDate)) return
  const now = policy.now.getTime()
  const date = parseReleaseDate(release.date) ?? Number.NaN
  const tolerance = (source.dateMaxFuture ?? 10) * 1000
  if (!(date <= now + tolerance)) {
    const hint = "compare this machine's clock, or set Check-Date: no on the source"
    throw new AptError('ERR_APT_RELEASE', `it is dated in the future: ${release.date}`, { hint })
  }
  if (!(source.checkValidUntil ?? policy.checkValidUntil)) return
  const end = expiry(release, source, date)
  if (end !== undefined && !(end >= now)) {
    const hint = 'for a snapshot, set Check-Valid-Until: no on the source'
    throw new AptError('ERR_APT_RELEASE', `it expired on ${new Date(end).toUTCString()}`, { hint })
  }
}

/** Returns what of a Release file's date and suite settings have kept `checkRelease` from looking at. */
export function uncheckedParts(
  release: Release,
  source: Source,
  policy: DatePolicy,
): UncheckedPart[] {
  const parts: UncheckedPart[] = []
  const isDateChecked = source.checkDate ?? policy.checkDate
  if (!isDateChecked) parts.push('date')
  const isEndChecked = isDateChecked && (source.checkValidUntil ?? policy.checkValidUntil)
  if (release.validUntil !== undefined && !isEndChecked) parts.push('valid-until')
  if (source.checkSuite === false) parts.push('suite')
  return parts
}

/** Valid-Until, no later than Date + Valid-Until-Max and no earlier than Date + Valid-Until-Min. */
function expiry(release: Release, source: Source, date: number): number | undefined {
  const { validUntilMin, validUntilMax } = source
  const stated = release.validUntil === undefined ? undefined : parseReleaseDate(release.validUntil)
  if (release.validUntil !== undefined && stated === undefined) {
    throw new AptError('ERR_APT_RELEASE', `invalid Valid-Until "${release.validUntil}"`)
  }
  const latest = validUntilMax === undefined ? undefined : date + validUntilMax * 1000
  const end = Math.min(stated ?? Number.POSITIVE_INFINITY, latest ?? Number.POSITIVE_INFINITY)
  if (end === Number.POSITIVE_INFINITY) return undefined
  return stated === undefined || validUntilMin === undefined
    ? end
    : Math.max(end, date + validUntilMin * 1000)
}

function checkSuite(release: Release, source: Source): void {
  if (source.checkSuite === false || isFlat(source)) return
  const { suite, codename } = release
  const asked = source.suite.replace(/^.*project\/experimental$/, 'experimental')
  const accepted = new Set([asked, asked.replace(/\/[^/]*$/, '')])
  if (suite === undefined && codename === undefined) return
  if ([suite, codename].some((name) => name !== undefined && accepted.has(name))) return
  const names = [suite, codename].filter((name) => name !== undefined).join('" or "')
  throw new AptError('ERR_APT_RELEASE', `it is of suite "${names}", not "${source.suite}"`, {
    hint: 'set Check-Suite: no on the source if the archive gets it wrong',
  })
}
