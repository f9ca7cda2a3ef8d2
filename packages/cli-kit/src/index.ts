export { type AnyCommand, type Command, defineCommand, defineTool, type Tool } from './command.js'
export type { Context, Output, Terminal } from './context.js'
export { type ErrorReport, reportError, UsageError } from './errors.js'
export { invoke, runTool } from './run.js'
