import { readTreefile, type Treefile } from '@apt2ostree/treefile'
import type { StepContext } from './build-context.js'

/** The image that a file describes: a multistrap configuration if it ends in `.conf`. */
export async function loadImage(
  path: string,
  { warn }: Pick<StepContext, 'warn'>,
): Promise<Treefile> {
  if (!path.endsWith('.conf')) return readTreefile(path)
  const { readMultistrap } = await import('@apt2ostree/multistrap')
  const { image, warnings } = await readMultistrap(path)
  for (const warning of warnings) warn(warning)
  return image
}
