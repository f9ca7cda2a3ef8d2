import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { packages } from './commands/packages.js'
import { release } from './commands/release.js'

export const tool = defineTool({
  name: 'apt-index',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Fetch and verify the indexes of Debian archives',
  commands: [packages, release],
})

/** Runs `apt-index` with these arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
