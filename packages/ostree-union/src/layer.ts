import type { Checksum, Variant } from '@apt2ostree/ostree-repo'

/** One of the trees to union. */
export interface Layer {
  /** The ref or rev it was asked for by: what messages call it. */
  readonly name: string
  readonly tree: Checksum
  readonly meta: Checksum
  /** The control stanza of the .deb it was made from: commit metadata `deb.control`. */
  readonly control?: string
}

/** A layer that is a commit of a repo. */
export interface CommittedLayer extends Layer {
  readonly checksum: Checksum
  readonly metadata: ReadonlyMap<string, Variant>
}
