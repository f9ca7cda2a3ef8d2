import type { Treefile } from '@apt2ostree/treefile'
import { Apt2ostreeError } from './errors.js'

/** The branch of an image. Throws ERR_IMAGE_NO_REF. */
export function requireRef({ ref, path, name }: Treefile): string {
  if (ref !== undefined) return ref
  throw new Apt2ostreeError('ERR_IMAGE_NO_REF', `cannot commit "${path}": it has no "ref"`, {
    hint: `name the branch in it, for example "ref: os/${name}"`,
  })
}
