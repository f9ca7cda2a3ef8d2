import { redactUrl } from '../errors.js'
import { isFlat, onArchitecture, type Source } from '../sources/source.js'

/** How a lockfile names the release that a package came from. */
export interface ReleasePlace {
  readonly suite: string
  readonly codename: string
  /** The archive's base address as the source had it; absent for one on that machine's disk. */
  readonly uri?: string
  /** The suite as the source spelled it; absent from old locks. */
  readonly sourceSuite?: string
}

/**
 * Returns the base URIs of the archives that may have a release's packages, without their final `/`
 * and without repeats, on a machine of that architecture: the source that it was locked from; or else
 * other sources of that suite, by any of its names, and what the lock itself says.
 */
export function archiveUris(
  sources: readonly Source[],
  release: ReleasePlace,
  architecture: string,
): string[] {
  const { uri, sourceSuite } = release
  const all = sources.map((source) => onArchitecture(source, architecture))
  const sameSuite = all.filter((source) => source.suite === sourceSuite)
  const same = sameSuite.filter((source) => uri === addressOf(source))
  if (same.length > 0) return unique(same.map((source) => source.uri))
  const isLocal = uri === undefined
  const alike =
    sourceSuite !== undefined && isFlat({ suite: sourceSuite })
      ? sameSuite.filter(() => isLocal)
      : all.filter(({ suite }) => [sourceSuite, release.suite, release.codename].includes(suite))
  return unique([...alike.map((source) => source.uri), ...(isLocal ? [] : [uri])])
}

function addressOf(source: Source): string {
  return redactUrl(source.uri).replace(/\/$/, '')
}

function unique(uris: readonly string[]): string[] {
  return [...new Set(uris.map((uri) => uri.replace(/\/$/, '')))]
}
