import type { Context } from '@apt2ostree/cli-kit'
import type { Treefile } from '@apt2ostree/treefile'

/** Says which accounts an image keeps that nobody has put into git yet. */
export async function noteUncommittedIds({ ids }: Treefile, { note }: Context): Promise<void> {
  const { uncommittedIds } = await import('../uncommitted-ids.js')
  const lines = await uncommittedIds(ids)
  if (lines.length > 0) note(`${ids} has what git does not have yet:\n  ${lines.join('\n  ')}`)
}
