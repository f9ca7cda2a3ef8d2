import { defineTool, runTool } from '@apt2ostree/cli-kit'

export const tool = defineTool({
  name: 'ostree-union',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Commit several trees as one, metadata only',
  commands: async () => {
    const { union } = await import('./commands/union.js')
    return union
  },
})

export const main = (argv: string[]) => runTool(tool, argv)
