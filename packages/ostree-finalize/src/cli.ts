import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The command line of ostree-finalize. */
export const tool = defineTool({
  name: 'ostree-finalize',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Turn a configured tree into a deployable, bootable one',
  commands: async () => (await import('./commands/index.js')).commands,
})

/** Runs it with the arguments of this process. */
export const main = (argv: string[]) => runTool(tool, argv)
