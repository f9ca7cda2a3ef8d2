import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { build } from './commands/build.js'
import { commit } from './commands/commit.js'
import { configure } from './commands/configure.js'
import { init } from './commands/init.js'
import { lock } from './commands/lock.js'
import { make } from './commands/make.js'
import { ninja } from './commands/ninja.js'
import { unpack } from './commands/unpack.js'

export const tool = defineTool({
  name: 'apt2ostree',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Debian and Ubuntu systems as OSTree commits, from a lockfile',
  commands: [init, lock, unpack, configure, commit, build, ninja, make],
})

export const main = (argv: string[]) => runTool(tool, argv)
