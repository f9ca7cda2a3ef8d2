import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { union } from './commands/union.js'

export const tool = defineTool({
  name: 'ostree-union',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Commit several trees as one, metadata only',
  commands: union,
})

export const main = (argv: string[]) => runTool(tool, argv)
