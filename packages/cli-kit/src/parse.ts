import yargs, { type Argv } from 'yargs'
import type { AnyCommand, CommandTable, Option, Tool } from './command.js'
import type { Terminal } from './context.js'
import { shieldDashes, unshieldDashes } from './dash.js'
import { assertGiven, type Environment, withEnvironment } from './environment.js'
import { UsageError } from './errors.js'
import { messages } from './messages.js'

/** A command line understood: what to run with which arguments, or a text to print instead. */
export type Invocation =
  | { readonly command: AnyCommand; readonly args: Record<string, unknown> }
  | { readonly text: string }

const GLOBAL_OPTIONS = {
  quiet: { alias: 'q', type: 'boolean', describe: 'Say nothing on stderr but errors' },
  verbose: { alias: 'v', type: 'boolean', describe: 'Say more on stderr' },
} as const

/** Columns of a help text where nobody says how many there are, and more than which is hard to read. */
const USUAL_WIDTH = 80
const MOST_WIDTH = 100

const EXIT_STATUS =
  'Exit status: 0 done; 1 could not be done, or the answer is no; 2 wrong command line; 128+n ended by signal n.'

/**
 * Returns what a command line asks for.
 * @throws UsageError when it asks for nothing that the tool has.
 */
export async function parseCommandLine(
  tool: Tool,
  argv: readonly string[],
  { env, stdout }: Pick<Terminal, 'env' | 'stdout'>,
): Promise<Invocation> {
  let chosen: Invocation | undefined
  const parser = yargs()
    .scriptName(tool.name)
    .locale('en')
    .updateStrings(messages)
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'greedy-arrays': false,
      'dot-notation': false,
      'boolean-negation': true,
    })
    .options(GLOBAL_OPTIONS)
    .alias('help', 'h')
    .version(false)
    .option('version', { type: 'boolean', describe: 'Show version number' })
    .strict()
    .recommendCommands()
    .exitProcess(false)
    .wrap(Math.min(stdout.columns || USUAL_WIDTH, MOST_WIDTH))
    .fail((message, error) => {
      if (error !== undefined && error.name !== 'YError') throw error
      throw new UsageError(unshieldDashes(message ?? error.message))
    })
  const choose = (command: AnyCommand) => (args: Record<string, unknown>) => {
    chosen = { command, args: checkedArguments(command, args) }
  }
  addCommands(parser, tool, await tool.commands(), { env, choose })
  const text = await helpText(parser, shieldDashes(argv))
  if (text !== '') return { text }
  if (chosen === undefined) throw new UsageError('no command given')
  return chosen
}

interface Choice {
  readonly env: Environment
  readonly choose: (command: AnyCommand) => (args: Record<string, unknown>) => void
}

function addCommands(
  parser: Argv,
  tool: Tool,
  commands: CommandTable,
  { env, choose }: Choice,
): void {
  const add = (verb: string, command: AnyCommand) =>
    parser.command(signature(verb, command), command.describe, build(command, env), choose(command))
  if ('run' in commands) return void add('$0', commands)
  const isDefault = ({ name }: AnyCommand) => name === tool.name
  for (const command of commands) add(isDefault(command) ? '$0' : command.name, command)
  parser.usage(`${tool.name}: ${tool.describe}`)
  if (commands.some(isDefault)) return
  parser.demandCommand(1, 'no command given').epilogue(EXIT_STATUS)
}

const signature = (verb: string, { operands }: AnyCommand) =>
  operands === undefined ? verb : `${verb} ${operands}`

function build(command: AnyCommand, env: Environment) {
  return (parser: Argv): Argv => {
    for (const [name, positional] of Object.entries(command.positionals ?? {})) {
      parser.positional(name, positional)
    }
    for (const example of command.examples) parser.example(example, '')
    for (const [name, option] of Object.entries(command.options ?? {})) {
      const requiresArg =
        option.type === 'string' || option.type === 'number' || option.choices !== undefined
      parser.option(name, { requiresArg, ...withEnvironment(option, env) })
    }
    return parser.epilogue(EXIT_STATUS)
  }
}

async function helpText(parser: Argv, argv: string[]): Promise<string> {
  let text = ''
  await parser.parseAsync(argv, {}, (_error: unknown, _args: unknown, output: string) => {
    text = output
  })
  return text
}

/** yargs makes an array of an option that is repeated, also where just one value has a meaning. */
function checkedArguments(command: AnyCommand, args: Record<string, unknown>) {
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(args)) plain[name] = unshieldDashes(value)
  const options: Readonly<Record<string, Option>> = { ...GLOBAL_OPTIONS, ...command.options }
  for (const [name, option] of Object.entries(options)) {
    assertGiven(name, option, plain[name])
    const many = option.array === true
    if (Array.isArray(plain[name]) && !many) throw new UsageError(`--${name} given more than once`)
    if (option.type === 'number') assertCount(name, plain[name])
  }
  return plain
}

/** yargs makes NaN of what is no number. All numbers of our options say how many. */
function assertCount(name: string, value: unknown): void {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= 1)) return
  throw new UsageError(`--${name} is not a whole number from 1 on`)
}
