import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The commands of apt-index. */
export const tool = defineTool({
  name: 'apt-index',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Fetch and verify the indexes of Debian archives',
  commands: async () => (await import('./commands/index.js')).commands,
})

/** Runs apt-index with the given arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
