import type { Treefile } from '@apt2ostree/treefile'
import type { BuildPlaces, PlannedImage } from './build-plan.js'
import { sourceFiles } from './inline-files.js'
import { shellQuote } from './shell-quote.js'

/**
 * A line that unpacks an image's lockfile, on its base if it has one, and writes the refs of its
 * layers to the file `layers`: beside its place first, then there only if they are others.
 */
export function unpackCommand(
  { image, base }: PlannedImage,
  places: BuildPlaces,
  layers: string,
): string {
  const [place, next] = [layers, `${layers}.new`].map((path) => shellQuote([path]))
  const onBase = base === undefined ? [] : ['--base', base]
  const unpack = shellQuote([...unpackWords(image, places), ...onBase])
  return `${unpack} > ${next} && { cmp -s ${next} ${place} || mv ${next} ${place}; }`
}

/** The words that unpack an image's lockfile, all of it. */
export function unpackWords(image: Treefile, { repo, pool, state }: BuildPlaces): string[] {
  const { mergedUsr, lockfile } = image
  return [
    ...['deb2ostree', 'unpack', '--jobs', 'auto', '--repo', repo, '--pool', pool],
    ...['--lock', lockfile],
    ...(mergedUsr === undefined ? [] : [mergedUsr ? '--usr-merge' : '--no-usr-merge']),
    ...sourceFiles(image, state).paths.flatMap((path) => ['--sources', path]),
  ]
}
