import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { check } from './commands/check.js'
import { finalize } from './commands/finalize.js'

/** The command line of ostree-finalize. */
export const tool = defineTool({
  name: 'ostree-finalize',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Turn a configured tree into a deployable, bootable one',
  commands: [finalize, check],
})

/** Runs it with the arguments of this process. */
export const main = (argv: string[]) => runTool(tool, argv)
