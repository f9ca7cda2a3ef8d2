import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The commands of deb2ostree. */
export const tool = defineTool({
  name: 'deb2ostree',
  describe: 'Unpack .debs into OSTree layers',
  packageUrl: new URL('../package.json', import.meta.url),
  commands: async () => (await import('./commands/index.js')).commands,
})

/** Runs deb2ostree with the given arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
