import type { Options } from 'yargs'
import type { Option } from './command.js'
import { UsageError } from './errors.js'

/** The process's environment, or what stands for it. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Returns an option for yargs, with the value that its environment variable has as its default. */
export function withEnvironment(option: Option, env: Environment): Options {
  const { environment, demandOption, ...rest } = option
  if (environment === undefined) return option
  return {
    ...rest,
    default: env[environment] || option.default,
    defaultDescription: `$${environment}`,
  }
}

/**
 * Checks what yargs is not asked to: that an option has a value where neither the command line nor
 * the environment need give one.
 * @throws UsageError
 */
export function assertGiven(name: string, option: Option, value: unknown): void {
  if (value !== undefined || !option.demandOption || option.environment === undefined) return
  throw new UsageError(`no ${name}: give --${name} or set ${option.environment}`)
}
