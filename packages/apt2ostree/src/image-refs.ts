import { escapeRef } from '@apt2ostree/ostree-repo'
import type { Treefile } from '@apt2ostree/treefile'

/** The refs of one image's steps. */
export interface ImageRefs {
  readonly unpacked: string
  readonly configured: string
  readonly finalized: string
}

/** The refs of an image's steps: `deb/images/NAME/unpacked`, `…/configured` and `…/finalized`. */
export function imageRefs({ name }: Pick<Treefile, 'name'>): ImageRefs {
  const folder = `deb/images/${escapeRef(name)}`
  return {
    unpacked: `${folder}/unpacked`,
    configured: `${folder}/configured`,
    finalized: `${folder}/finalized`,
  }
}
