import { defineTool, runTool } from '@apt2ostree/cli-kit'

export const tool = defineTool({
  name: 'apt-index',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Fetch and verify the indexes of Debian archives',
  commands: async () => {
    const { packages } = await import('./commands/packages.js')
    const { release } = await import('./commands/release.js')
    return [packages, release]
  },
})

/** Runs `apt-index` with these arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
