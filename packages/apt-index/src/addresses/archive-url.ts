import type { Digest } from '../release/digest.js'
import { isFlat, type Source } from '../sources/source.js'

/** Returns the URL of the directory that the source's Release file stands in, ending in `/`. */
export function releaseDirectory({ uri, suite }: Pick<Source, 'uri' | 'suite'>): string {
  if (!isFlat({ suite })) return `${uri}dists/${suite}/`
  const path = suite.replace(/^(\.?\/)+/, '')
  return `${uri}${path}`
}

/** Returns where `Acquire-By-Hash` keeps the index `path` (relative to the Release file). */
export function byHashPath(path: string, { algorithm, hex }: Digest): string {
  return `${path.replace(/[^/]*$/, '')}by-hash/${algorithm.toUpperCase()}/${hex}`
}
