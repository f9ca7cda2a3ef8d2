import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The commands of deb-ar. */
export const tool = defineTool({
  name: 'deb-ar',
  describe: 'Read a .deb',
  packageUrl: new URL('../package.json', import.meta.url),
  commands: async () => (await import('./commands/index.js')).commands,
})

/** Runs deb-ar with the given arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
