import { AptError } from './errors.js'
import type { Source } from './source.js'
import type { SourceOptions } from './source-options.js'

/** What apt has once for a suite of an archive, however many entries name that. */
const shared = [
  ['trusted', 'Trusted'],
  ['checkValidUntil', 'Check-Valid-Until'],
  ['validUntilMin', 'Valid-Until-Min'],
  ['validUntilMax', 'Valid-Until-Max'],
  ['checkDate', 'Check-Date'],
  ['dateMaxFuture', 'Date-Max-Future'],
  ['signedBy', 'Signed-By'],
] as const

/**
 * Returns the sources with what several entries of one suite say of it said in each. Throws an
 * AptError where an entry says otherwise than one before it, or nothing, as apt has it
 * (debReleaseIndex::SetTrusted and its like in debmetaindex.cc).
 */
export function reconcileSources(sources: readonly Source[]): Source[] {
  const known = new Map<string, SourceOptions>()
  for (const source of sources) {
    const place = `${source.uri} ${source.suite}`
    const before = known.get(place) ?? {}
    for (const [key, name] of shared) {
      if (before[key] === undefined || isSame(before[key], source[key])) continue
      const message = `cannot use the source at ${source.origin}: another of the same suite has another ${name}`
      throw new AptError('ERR_APT_SOURCES', message)
    }
    known.set(place, { ...before, ...sharedOptions(source) })
  }
  return sources.map((source) => ({ ...source, ...known.get(`${source.uri} ${source.suite}`) }))
}

function sharedOptions(source: Source): SourceOptions {
  return Object.fromEntries(
    shared.flatMap(([key]) => (source[key] === undefined ? [] : [[key, source[key]]])),
  )
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
