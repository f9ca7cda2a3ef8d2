import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { convert } from './commands/convert.js'

export const tool = defineTool({
  name: 'multistrap',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Take multistrap configurations over',
  commands: [convert],
})

export const main = (argv: string[]) => runTool(tool, argv)
