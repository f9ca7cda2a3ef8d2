import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { importCommand } from './commands/import.js'
import { unpack } from './commands/unpack.js'

/** The commands of deb2ostree. */
export const tool = defineTool({
  name: 'deb2ostree',
  describe: '.debs into OSTree layers',
  packageUrl: new URL('../package.json', import.meta.url),
  commands: [importCommand, unpack],
})

/** Runs deb2ostree with the given arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
