import { defineTool, runTool } from '@apt2ostree/cli-kit'

export const tool = defineTool({
  name: 'multistrap',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Take multistrap configurations over',
  commands: async () => {
    const { convert } = await import('./commands/convert.js')
    return [convert]
  },
})

export const main = (argv: string[]) => runTool(tool, argv)
