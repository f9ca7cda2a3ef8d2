import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The commands of deb-ar. */
export const tool = defineTool({
  name: 'deb-ar',
  describe: 'Read a .deb',
  packageUrl: new URL('../package.json', import.meta.url),
  commands: async () => {
    const { cat } = await import('./commands/cat.js')
    const { contents } = await import('./commands/contents.js')
    const { control } = await import('./commands/control.js')
    const { controlTar } = await import('./commands/control-tar.js')
    const { dataTar } = await import('./commands/data-tar.js')
    const { list } = await import('./commands/list.js')
    return [list, contents, control, controlTar, dataTar, cat]
  },
})

/** Runs deb-ar with the given arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
