import { defineTool, runTool } from '@apt2ostree/cli-kit'

export const tool = defineTool({
  name: 'lockgen',
  packageUrl: new URL('../package.json', import.meta.url),
  describe: 'Turn requests and Packages into a lockfile, and explain it',
  commands: async () => {
    const { check } = await import('./commands/check.js')
    const { diff } = await import('./commands/diff.js')
    const { lock } = await import('./commands/lock.js')
    const { packages } = await import('./commands/packages.js')
    const { urls } = await import('./commands/urls.js')
    const { why } = await import('./commands/why.js')
    return [lock, check, diff, why, urls, packages]
  },
})

export const main = (argv: string[]): Promise<void> => runTool(tool, argv)
