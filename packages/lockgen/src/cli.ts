import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { lock } from './commands/lock.js'

export const tool = defineTool({
  name: 'lockgen',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Turn requests and Packages into a lockfile, and explain it',
  commands: [lock],
})

export const main = (argv: string[]): Promise<void> => runTool(tool, argv)
