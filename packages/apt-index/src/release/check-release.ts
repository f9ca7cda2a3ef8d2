import { parseReleaseDate } from '@apt2ostree/deb822'
import { AptError } from '../errors.js'
import { isFlat, type Source } from '../sources/source.js'
import type { UncheckedPart } from '../stream/archive-index.js'
import type { Release } from './release.js'
import type { ReleasePolicy } from './release-policy.js'

/**
 * Throws an AptError unless the Release file is the one that the source asks for, and of a date at
 * which it counts. As apt's VerifyVendor does, save that apt only warns of another suite.
 */
export function checkRelease(release: Release, source: Source, policy: ReleasePolicy): void {
  checkSuite(release, source)
  if (!(source.checkDate ?? policy.checkDate)) return
  const now = policy.now.getTime()
  const date = parseReleaseDate(release.date) ?? Number.NaN
  const maxFuture = source.dateMaxFuture || policy.limit('Max-FutureTime', release.label)
  const tolerance = (maxFuture ?? 10) * 1000
  if (!(date <= now + tolerance)) {
    const hint = "compare this machine's clock, or set Check-Date: no on the source"
    throw new AptError('ERR_APT_RELEASE', `it is dated in the future: ${release.date}`, { hint })
  }
  if (!(source.checkValidUntil ?? policy.checkValidUntil)) return
  const end = expiry(release, source, policy, date)
  if (end !== undefined && !(end >= now)) {
    const hint = 'for a snapshot, set Check-Valid-Until: no on the source'
    throw new AptError('ERR_APT_RELEASE', `it expired on ${new Date(end).toUTCString()}`, { hint })
  }
}

/** Returns what of a Release file's date and suite settings have kept `checkRelease` from looking at. */
export function uncheckedParts(
  release: Release,
  source: Source,
  policy: ReleasePolicy,
): UncheckedPart[] {
  const parts: UncheckedPart[] = []
  const isDateChecked = source.checkDate ?? policy.checkDate
  if (!isDateChecked) parts.push('date')
  const isEndChecked = isDateChecked && (source.checkValidUntil ?? policy.checkValidUntil)
  if (release.validUntil !== undefined && !isEndChecked) parts.push('valid-until')
  if (source.checkSuite === false) parts.push('suite')
  return parts
}

/**
 * Valid-Until, no earlier than Date + Min-ValidTime, and then no later than Date + Max-ValidTime; a 0
 * in a source stands for nothing (debReleaseIndex::Load in apt's debmetaindex.cc).
 */
function expiry(
  { label, validUntil }: Release,
  source: Source,
  policy: ReleasePolicy,
  date: number,
): number | undefined {
  const stated = validUntil === undefined ? undefined : parseReleaseDate(validUntil)
  if (validUntil !== undefined && stated === undefined) {
    throw new AptError('ERR_APT_RELEASE', `invalid Valid-Until "${validUntil}"`)
  }
  const min = source.validUntilMin || policy.limit('Min-ValidTime', label)
  const max = source.validUntilMax || policy.limit('Max-ValidTime', label)
  const extended = stated && min ? Math.max(stated, date + min * 1000) : stated
  if (!max) return extended
  return Math.min(extended ?? Number.POSITIVE_INFINITY, date + max * 1000)
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
