import { createReadStream } from 'node:fs'
import { AptError, FetchError } from './errors.js'
import type { FetchContext } from './fetch-context.js'
import { fetchIndex, type IndexContext, indexSuffixes } from './indexes/fetch-index.js'
import { fetchUnlisted } from './indexes/fetch-unlisted.js'
import { type PackagesTarget, packagesTargets } from './indexes/packages-targets.js'
import { InflateWorkers } from './inflate-workers.js'
import { archiveRelease } from './release/archive-release.js'
import { describeSuite, receiveRelease } from './release/fetch-release.js'
import { noRelease } from './release/release.js'
import { runTogether } from './run-together.js'
import { onArchitecture, type Source } from './sources/source.js'
import type { ReadableIndex } from './stream/stream-indexes.js'
import type { VerifiedRelease } from './trust/verify-release.js'

/**
 * Returns the Packages indexes of all sources, in the order of the sources and of what each names; the
 * first architecture is the native one. Each can be read any number of times.
 * Everything is fetched and verified before anything is returned. Throws an AptError or FetchError.
 */
export async function fetchPackages(
  sources: readonly Source[],
  architectures: readonly string[],
  context: FetchContext,
): Promise<ReadableIndex[]> {
  const workers = new InflateWorkers()
  const indexes = await runTogether(sources, context.signal, (source, signal) =>
    fetchSuite(onArchitecture(source, architectures[0]), architectures, {
      ...context,
      workers,
      signal,
    }),
  ).finally(() => workers.close())
  if (indexes.length > 0) await context.cache.prune(context.now)
  const byPlace = new Map(indexes.flat().map((index) => [placeOf(index), index]))
  return [...byPlace.values()]
}

/** Two sources may name the same index. */
function placeOf({ index: { uri, sourceSuite, path } }: ReadableIndex): string {
  return `${uri} ${sourceSuite} ${path}`
}

/** How often a suite is read anew when its indexes don't match its Release file. */
const maxRounds = 2

async function fetchSuite(
  source: Source,
  architectures: readonly string[],
  context: IndexContext,
): Promise<ReadableIndex[]> {
  let seen: string | undefined
  for (let round = 1; ; round++) {
    const { verified, keep } = await receiveRelease(source, context)
    try {
      const indexes = await fetchIndexes(verified, source, architectures, context)
      await keep()
      return indexes
    } catch (error) {
      context.signal?.throwIfAborted()
      const torn = error instanceof FetchError && ['mismatch', 'not-found'].includes(error.failure)
      const retry = torn && verified.sha256 !== seen && round <= maxRounds
      if (!retry) throw unusable(source, verified, error, torn)
      seen = verified.sha256
    }
  }
}

async function fetchIndexes(
  verified: VerifiedRelease,
  source: Source,
  architectures: readonly string[],
  context: IndexContext,
): Promise<ReadableIndex[]> {
  const { targets, missing } = packagesTargets(verified.release, source, architectures)
  for (const name of missing) context.warn(`${describeSuite(source)} has no architecture "${name}"`)
  const there = targets.filter((target) => isThere(target, verified, source, context))
  return runTogether(there, context.signal, (target, signal) =>
    fetchTarget(verified, target, source, { ...context, signal }),
  )
}

/** An index that Release doesn't list counts as an empty one, as in apt's QueueIndexes. */
function isThere(
  { path, architecture }: PackagesTarget,
  { release }: VerifiedRelease,
  source: Source,
  { warn }: IndexContext,
): boolean {
  if (release === noRelease) return true
  if (indexSuffixes.some((suffix) => release.files.has(path + suffix))) return true
  const isPromised = release.architectures.includes(architecture)
  if (!isPromised) warn(`${describeSuite(source)} has no index "${path}"`)
  return false
}

async function fetchTarget(
  verified: VerifiedRelease,
  target: PackagesTarget,
  source: Source,
  context: IndexContext,
): Promise<ReadableIndex> {
  const indexed = (sha256: string, promise: VerifiedRelease): ReadableIndex => {
    const file = context.cache.pathOf(sha256)
    const read = () => createReadStream(file, { highWaterMark: 1 << 20 })
    return { index: { ...archiveRelease(promise), ...target }, read }
  }
  if (verified.release !== noRelease) {
    return indexed(await fetchIndex(target.path, verified.release, source, context), verified)
  }
  const { sha256, date } = await fetchUnlisted(target.path, source, context)
  return indexed(sha256, { ...verified, sha256, release: { ...noRelease, date } })
}

function unusable(
  source: Source,
  { release }: VerifiedRelease,
  cause: unknown,
  torn: boolean,
): AptError {
  const hint = `its Release file of ${release.date} promises other files; is the mirror being updated?`
  return new AptError('ERR_APT_INDEX', `cannot use the indexes of ${describeSuite(source)}`, {
    cause,
    ...(torn && { hint }),
  })
}
