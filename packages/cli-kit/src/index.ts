export {
  type AnyCommand,
  type Command,
  defineCommand,
  defineTool,
  type Option,
  type Tool,
} from './command.js'
export type { Context, Terminal } from './context.js'
export { type ErrorReport, reportError, UsageError } from './errors.js'
export { escapePath } from './escape-path.js'
export type { Output } from './output.js'
export { invoke, runTool } from './run.js'
