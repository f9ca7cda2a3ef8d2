import { defineTool, runTool } from '@apt2ostree/cli-kit'

export const tool = defineTool({
  name: 'multistrap',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Make root directories of multistrap configurations, or take the configurations over',
  commands: async () => {
    const [{ multistrap }, { convert }] = await Promise.all([
      import('./commands/multistrap.js'),
      import('./commands/convert.js'),
    ])
    return [multistrap, convert]
  },
})

export const main = (argv: string[]) => runTool(tool, argv)
