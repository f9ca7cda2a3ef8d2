import { defineTool, runTool } from '@apt2ostree/cli-kit'

export const tool = defineTool({
  name: 'apt2ostree',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Debian and Ubuntu systems as OSTree commits, from a lockfile',
  commands: async () => {
    const { build } = await import('./commands/build.js')
    const { commit } = await import('./commands/commit.js')
    const { configure } = await import('./commands/configure.js')
    const { diff } = await import('./commands/diff.js')
    const { disk } = await import('./commands/disk.js')
    const { finalize } = await import('./commands/finalize.js')
    const { init } = await import('./commands/init.js')
    const { lock } = await import('./commands/lock.js')
    const { make } = await import('./commands/make.js')
    const { ninja } = await import('./commands/ninja.js')
    const { unpack } = await import('./commands/unpack.js')
    return [init, lock, unpack, configure, finalize, commit, build, diff, disk, ninja, make]
  },
})

export const main = (argv: string[]) => runTool(tool, argv)
