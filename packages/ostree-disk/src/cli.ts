import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { disk } from './commands/disk.js'

/** The command line of ostree-disk. */
export const tool = defineTool({
  name: 'ostree-disk',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Make a bootable disk image of an OSTree commit',
  commands: disk,
})

/** Runs it with the arguments of this process. */
export const main = (argv: string[]) => runTool(tool, argv)
