import { diffSecondRun } from '@apt2ostree/dpkg-configure'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { imageRefs } from './image-refs.js'
import { readText } from './read-text.js'

/**
 * Configures an image that was built once more and returns the paths at which the two trees differ;
 * none where the image is reproducible, or is not there: a base of which only images are left.
 * Throws the errors of dpkg-configure and the sandbox.
 */
export async function verifyImage(image: Treefile, context: BuildContext): Promise<string[]> {
  const { repo, signal } = context
  const { unpacked, configured } = imageRefs(image)
  const made = repo.readRef(configured)
  if (made === undefined) return []
  const debconf = await Promise.all(image.debconf.map(readText))
  return diffSecondRun(
    {
      repo,
      rev: unpacked,
      debconf,
      initramfs: image.deploy === undefined,
      signal,
      onStep: (label, index, total) => context.progress(`${image.name}: ${label}`, index, total),
    },
    made,
  )
}
