import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The command line of ostree-disk. */
export const tool = defineTool({
  name: 'ostree-disk',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Make a bootable disk image of an OSTree commit',
  commands: async () => {
    const { disk } = await import('./commands/disk.js')
    return disk
  },
})

/** Runs it with the arguments of this process. */
export const main = (argv: string[]) => runTool(tool, argv)
