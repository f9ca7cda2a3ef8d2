import { readTreefile, type Treefile } from '@apt2ostree/treefile'
import type { StepContext } from './build-context.js'
import { Apt2ostreeError } from './errors.js'

/** The image that a file describes: a multistrap configuration if it ends in `.conf`. */
export async function loadImage(
  path: string,
  { warn }: Pick<StepContext, 'warn'>,
): Promise<Treefile> {
  if (!path.endsWith('.conf')) return readTreefile(path)
  const { readMultistrap } = await import('@apt2ostree/multistrap-conf')
  const { image, warnings } = readMultistrap(path)
  for (const warning of warnings) warn(warning)
  return image
}

/**
 * The images that files describe, in their order. Throws ERR_IMAGE_SAME_NAME for two of one name,
 * for the refs of their steps would be the same.
 */
export async function loadImages(
  paths: readonly string[],
  context: Pick<StepContext, 'warn'>,
): Promise<Treefile[]> {
  const images = new Map<string, Treefile>()
  for (const path of paths) {
    const image = await loadImage(path, context)
    const other = images.get(image.name)
    if (other !== undefined) throw sameName(image, other)
    images.set(image.name, image)
  }
  return [...images.values()]
}

/** The error for two images that are called the same. */
export function sameName({ path, name }: Treefile, other: Treefile): Apt2ostreeError {
  return new Apt2ostreeError(
    'ERR_IMAGE_SAME_NAME',
    `cannot tell "${path}" from "${other.path}": both are called "${name}"`,
    { hint: 'an image is called as its file, or as its folder if that is image.yaml' },
  )
}
