import type { BuildPlaces, PlannedImage, Step } from './build-plan.js'
import { shellQuote } from './shell-quote.js'
import { unpackWords } from './unpack-command.js'

/**
 * The steps that belong to no image alone: the repo is made where none is, and each package of the
 * images that have theirs planned is unpacked once.
 */
export function planShared(images: readonly PlannedImage[], places: BuildPlaces): Step[] {
  const { repo, state } = places
  const init: Step = {
    kind: 'init',
    output: `${repo}/config`,
    inputs: [],
    command: shellQuote(['ostree-repo', 'init', '--repo', repo]),
    stamp: `${state}/repo.init`,
  }
  const debs = images.flatMap(({ image, packages = [] }) =>
    packages.map(
      ({ name, ref }): Step => ({
        kind: 'deb',
        output: `${repo}/refs/heads/${ref}`,
        inputs: [init.output],
        command: `${shellQuote([...unpackWords(image, places), '--only', name])} > /dev/null`,
        stamp: `${state}/${ref.replaceAll('/', '-')}.deb`,
      }),
    ),
  )
  return [init, ...new Map(debs.map((step) => [step.output, step])).values()]
}
