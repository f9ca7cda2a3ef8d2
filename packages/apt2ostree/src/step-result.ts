import type { Checksum } from '@apt2ostree/ostree-repo'

/** What a step came to: the commit, and whether it had to be made. */
export interface StepResult {
  readonly checksum: Checksum
  /** False when the ref held the very commit already. */
  readonly changed: boolean
}
