import { defineTool, runTool } from '@apt2ostree/cli-kit'

export const tool = defineTool({
  name: 'apt2ostree',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Debian and Ubuntu systems as OSTree commits, from a lockfile',
  commands: async () => (await import('./commands/index.js')).commands,
})

export const main = (argv: string[]) => runTool(tool, argv)
