import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The commands of deb2ostree. */
export const tool = defineTool({
  name: 'deb2ostree',
  describe: 'Unpack .debs into OSTree layers',
  packageUrl: new URL('../package.json', import.meta.url),
  commands: async () => {
    const { importCommand } = await import('./commands/import.js')
    const { unpack } = await import('./commands/unpack.js')
    const { refs } = await import('./commands/refs.js')
    return [importCommand, unpack, refs]
  },
})

/** Runs deb2ostree with the given arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
