import { defineTool, runTool } from '@apt2ostree/cli-kit'
import { check } from './commands/check.js'
import { diff } from './commands/diff.js'
import { lock } from './commands/lock.js'
import { packages } from './commands/packages.js'
import { urls } from './commands/urls.js'
import { why } from './commands/why.js'

export const tool = defineTool({
  name: 'lockgen',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Turn requests and Packages into a lockfile, and explain it',
  commands: [lock, check, diff, why, urls, packages],
})

export const main = (argv: string[]): Promise<void> => runTool(tool, argv)
