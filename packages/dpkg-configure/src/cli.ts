import { defineTool, runTool } from '@apt2ostree/cli-kit'

/** The command line of dpkg-configure. */
export const tool = defineTool({
  name: 'dpkg-configure',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Turn an unpacked tree into a configured one, as dpkg would',
  commands: async () => {
    const { configure } = await import('./commands/configure.js')
    return configure
  },
})

/** Runs it with the arguments of this process. */
export const main = (argv: string[]) => runTool(tool, argv)
