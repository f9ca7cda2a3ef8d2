import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The command line of pin-ids. */
export const tool = defineTool({
  name: 'pin-ids',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: "Keep the ids of an image's accounts from build to build",
  commands: async () => {
    const { pin } = await import('./commands/pin.js')
    return pin
  },
})

/** Runs it with the arguments of this process. */
export const main = (argv: string[]) => runTool(tool, argv)
