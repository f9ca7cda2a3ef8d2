import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The command line of ostree-oci. */
export const tool = defineTool({
  name: 'ostree-oci',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'OSTree commits as container images, and back',
  commands: async () => (await import('./commands/index.js')).commands,
})

/** Runs it with the arguments of this process. */
export const main = (argv: string[]) => runTool(tool, argv)
