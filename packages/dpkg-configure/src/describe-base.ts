import type { BaseInUse } from './configure-tree.js'

/** A sentence on the base that a tree is laid on: whether it is there, and who else has it. */
export function describeBase({ ref, isThere, isShared }: BaseInUse): string {
  const state = isThere ? 'configured before' : 'to be configured first'
  const reason = isShared
    ? 'for all images with these essential and required packages'
    : 'for images that give its packages the same answers'
  return `base ${ref}: ${state}, ${reason}`
}
