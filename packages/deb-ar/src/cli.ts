import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { cat } from './commands/cat.js'
import { contents } from './commands/contents.js'
import { control } from './commands/control.js'
import { controlTar } from './commands/control-tar.js'
import { dataTar } from './commands/data-tar.js'
import { list } from './commands/list.js'

/** The commands of deb-ar. */
export const tool = defineTool({
  name: 'deb-ar',
  describe: 'Read a .deb',
  packageUrl: new URL('../package.json', import.meta.url),
  commands: [list, contents, control, controlTar, dataTar, cat],
})

/** Runs deb-ar with the given arguments. */
export const main = (argv: readonly string[]) => runTool(tool, argv)
