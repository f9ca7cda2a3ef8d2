import { onArchitecture, type Source } from './source.js'

/** How a lockfile names the suite that a package came from. */
export interface SuiteName {
  readonly suite: string
  readonly codename: string
}

/**
 * Returns the base URIs of the archives whose source names that suite or codename, without their
 * final `/`, in the order of the sources and without repeats: where the packages of a locked
 * release can be fetched from on a machine of that architecture. A source may name a suite by either
 * of its names.
 */
export function archiveUris(
  sources: readonly Source[],
  { suite, codename }: SuiteName,
  architecture: string,
): string[] {
  const named = sources
    .map((source) => onArchitecture(source, architecture))
    .filter((source) => source.suite === suite || source.suite === codename)
  return [...new Set(named.map(({ uri }) => uri.replace(/\/$/, '')))]
}
