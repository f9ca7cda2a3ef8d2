import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatReference } from './command-reference.js'
import { loadTools } from './command-tables.js'
import { workspaceRoot } from './workspace.js'

it('is what docs/commands.md holds (vitest -u writes it anew)', async () => {
  const path = join(workspaceRoot, 'docs/commands.md')
  await expect(formatReference(await loadTools())).toMatchFileSnapshot(path)
})
