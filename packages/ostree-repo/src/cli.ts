import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The commands of ostree-repo. */
export const tool = defineTool({
  name: 'ostree-repo',
  describe: 'Read and write OSTree repos',
  packageUrl: new URL('../package.json', import.meta.url),
  commands: async () => (await import('./commands/index.js')).commands,
})

/** Runs ostree-repo with the given arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
