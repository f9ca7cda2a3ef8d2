import { AptError } from '../errors.js'
import { onArchitecture, type Source } from './source.js'
import type { SourceOptions } from './source-options.js'

/** What apt has once for a suite of an archive, however many entries name that. */
const shared = [
  ['validUntilMin', 'Valid-Until-Min'],
  ['validUntilMax', 'Valid-Until-Max'],
  ['dateMaxFuture', 'Date-Max-Future'],
  ['signedBy', 'Signed-By'],
] as const

/** What every entry must say alike, or none. */
const uniform = [
  ['trusted', 'Trusted'],
  ['checkValidUntil', 'Check-Valid-Until'],
  ['checkDate', 'Check-Date'],
] as const

/**
 * Returns the sources with what an entry of a suite says of it said in each of its entries. Throws an
 * AptError where one says otherwise than another before it, or nothing, as apt has it
 * (debReleaseIndex::SetTrusted and its like in debmetaindex.cc).
 */
export function reconcileSources(sources: readonly Source[], architecture: string): Source[] {
  const placeOf = (source: Source) => {
    const { uri, suite } = onArchitecture(source, architecture)
    return `${uri} ${suite}`
  }
  const known = new Map<string, SourceOptions>()
  for (const source of sources) {
    const place = placeOf(source)
    const before = known.get(place)
    for (const [key, name] of before === undefined ? [] : [...shared, ...uniform]) {
      const isOpen = before?.[key] === undefined && shared.some(([each]) => each === key)
      if (isOpen || isSame(before?.[key], source[key])) continue
      const message = `cannot use the source at ${source.origin}: another of the same suite has another ${name}`
      throw new AptError('ERR_APT_SOURCES', message)
    }
    known.set(place, { ...before, ...optionsOf(source) })
  }
  return sources.map((source) => ({ ...source, ...known.get(placeOf(source)) }))
}

function optionsOf(source: Source): SourceOptions {
  return Object.fromEntries(
    [...shared, ...uniform].flatMap(([key]) =>
      source[key] === undefined ? [] : [[key, source[key]]],
    ),
  )
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
