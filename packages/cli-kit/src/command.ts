import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import type { Context } from './context.js'

/** An option as yargs describes it, and the environment variable that stands in for it. */
export interface Option extends Options {
  readonly describe: string
  /** Its value where the option is not given; an empty one counts as none. */
  readonly environment?: string
}

type OptionTable = Readonly<Record<string, Option>>
type PositionalTable = Readonly<Record<string, PositionalOptions & { readonly describe: string }>>

/** One verb of a tool: what it is called with, and what it does. */
export interface Command<
  P extends PositionalTable = PositionalTable,
  O extends OptionTable = OptionTable,
> {
  /** The verb, or the tool's own name where it has just one. */
  readonly name: string
  /** The operands as yargs spells them: `<ref>`, `[deb]`, `[refs..]`. */
  readonly operands?: string
  /** An imperative phrase, capital first, no full stop. */
  readonly describe: string
  readonly positionals?: P
  readonly options?: O
  /** Whole command lines, at best pipes. */
  readonly examples: readonly string[]
  run(args: InferredOptionTypes<P> & InferredOptionTypes<O>, context: Context): Promise<void>
}

/** What a tool's table holds: a command of any operands and options. */
// biome-ignore lint/suspicious/noExplicitAny: each command knows its own argument types
export type AnyCommand = Omit<Command, 'run'> & { run(args: any, context: Context): Promise<void> }

/** Returns the command as given, with the types of its arguments taken from its tables. */
export function defineCommand<const P extends PositionalTable, const O extends OptionTable>(
  command: Command<P, O>,
): Command<P, O> {
  return command
}

/** A command line program: a name, what it is for, and its verbs. */
export interface Tool {
  readonly name: string
  readonly describe: string
  /** The URL of the package.json that has the version. */
  readonly packageUrl: URL
  /** Imports the commands: a version is printed without loading what they stand on. */
  readonly commands: () => Promise<CommandTable>
}

/** Several verbs, of which one may bear the tool's name and needs no verb, or just one command. */
export type CommandTable = readonly AnyCommand[] | AnyCommand

/** Returns the tool as given. */
export function defineTool(tool: Tool): Tool {
  return tool
}
