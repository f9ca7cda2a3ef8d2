import { existsSync } from 'node:fs'
import { packagePath, readPackages } from './workspace.js'

/** What a command takes, as far as it is described to people. */
export interface Parameter {
  readonly describe: string
  readonly type?: string
  readonly alias?: string
  readonly array?: boolean
  readonly choices?: readonly string[]
  readonly default?: unknown
  readonly environment?: string
  readonly demandOption?: boolean
}

/** One verb of a tool. */
export interface Command {
  readonly name: string
  readonly describe: string
  readonly operands?: string
  readonly positionals?: Readonly<Record<string, Parameter>>
  readonly options?: Readonly<Record<string, Parameter>>
  readonly examples: readonly string[]
}

/** A program of the workspace with its verbs. */
export interface Tool {
  readonly name: string
  readonly describe: string
  readonly commands: readonly Command[]
}

interface LazyTool extends Omit<Tool, 'commands'> {
  readonly commands: () => Promise<readonly Command[] | Command>
}

/** Returns every tool of packages/, sorted by name, from the sources of its command line. */
export async function loadTools(): Promise<Tool[]> {
  const tools: Tool[] = []
  for (const { folder } of readPackages()) {
    const path = packagePath(folder, 'src/cli.ts')
    if (!existsSync(path)) continue
    const { tool }: { tool: LazyTool } = await import(path)
    const commands = await tool.commands()
    tools.push({ ...tool, commands: 'name' in commands ? [commands] : commands })
  }
  return tools
}
