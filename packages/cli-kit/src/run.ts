import { readFile } from 'node:fs/promises'
import type { Tool } from './command.js'
import { createContext, type Terminal } from './context.js'
import { reportError, UsageError } from './errors.js'
import { watchProcess } from './watch-process.js'

/**
 * Runs a tool with the arguments of this process and sets the exit status: 0 done, 1 not done or
 * the answer is no, 2 wrong command line, 128+n ended by signal n.
 */
export async function runTool(tool: Tool, argv: readonly string[]): Promise<void> {
  const watch = watchProcess(tool.name, process)
  watch.finish(await invoke(tool, argv, process, watch.signal))
}

/** Runs one command line on the given streams and returns its exit status. */
export async function invoke(
  tool: Tool,
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const say = (line: string) => terminal.stderr.write(`${tool.name}: ${line}\n`)
  if (asksForVersion(argv)) {
    terminal.stdout.write(`${tool.name} ${await readVersion(tool.packageUrl)}\n`)
    return 0
  }
  try {
    return await runCommand(tool, argv, terminal, signal)
  } catch (error) {
    if (signal.aborted) return 1
    const { message, hint, expected } = reportError(error)
    if (error instanceof UsageError) {
      say(`error: ${message}`)
      say(`hint: try "${await usageOf(tool, argv)} --help"`)
      return 2
    }
    say(`${expected ? 'error' : 'internal error'}: ${message}`)
    if (hint !== undefined) say(`hint: ${hint}`)
    const debug = `${tool.name.replaceAll('-', '_').toUpperCase()}_DEBUG`
    if (terminal.env[debug] && error instanceof Error) say(error.stack ?? '')
    else if (!expected) say(`hint: run again with ${debug}=1 and report what it prints`)
    return 1
  }
}

async function runCommand(
  tool: Tool,
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { parseCommandLine } = await import('./parse.js')
  const invocation = await parseCommandLine(tool, argv, terminal)
  if ('text' in invocation) {
    terminal.stdout.write(`${invocation.text}\n`)
    return 0
  }
  const { command, args } = invocation
  const verbosity = { quiet: args.quiet === true, verbose: args.verbose === true }
  const context = createContext(tool.name, terminal, verbosity, signal)
  try {
    await command.run(args, context)
    return context.exitCode
  } finally {
    context.finish()
  }
}

/** The tool, with the verb that a command line names if it names one. */
async function usageOf(tool: Tool, argv: readonly string[]): Promise<string> {
  const commands = await tool.commands()
  const word = argv.find((argument) => !argument.startsWith('-'))
  const isVerb = !('run' in commands) && commands.some(({ name }) => name === word)
  return isVerb ? `${tool.name} ${word}` : tool.name
}

/** Answered before yargs is loaded, which costs more than the rest of a short run. */
function asksForVersion(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).includes('--version')
}

async function readVersion(packageUrl: URL): Promise<string> {
  return JSON.parse(await readFile(packageUrl, 'utf8')).version
}
