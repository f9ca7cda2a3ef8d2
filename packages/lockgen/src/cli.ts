import { defineTool, runTool } from '@apt2ostree/cli-kit'

export const tool = defineTool({
  name: 'lockgen',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Turn requests and Packages into a lockfile, and explain it',
  commands: async () => (await import('./commands/index.js')).commands,
})

export const main = (argv: string[]): Promise<void> => runTool(tool, argv)
