import { getSystemErrorMap } from 'node:util'

/** Thrown for a wrong command line: exit status 2, with the usage of the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** An error as it is shown to a person: one line, and what to do about it where that is known. */
export interface ErrorReport {
  readonly message: string
  readonly hint: string | undefined
  /** False for a defect of ours: an error that nobody gave a code. */
  readonly expected: boolean
}

/**
 * Returns what to print for a thrown value. Errors of our libraries and of Node carry a string
 * `code`, and those are expected; the chain of causes is joined with `: `, outermost first.
 */
export function reportError(thrown: unknown): ErrorReport {
  const chain = causes(thrown)
  const coded = chain.find((error) => typeof property(error, 'code') === 'string')
  const hint = chain.map((error) => property(error, 'hint')).find((found) => found !== undefined)
  return {
    message: chain.map(messageOf).filter(isNotRepeated).join(': '),
    hint: hint === undefined ? undefined : String(hint),
    expected: coded !== undefined,
  }
}

function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = []
  for (let at = thrown; at !== undefined && !chain.includes(at); at = property(at, 'cause')) {
    chain.push(at)
  }
  return chain
}

function property(value: unknown, name: string): unknown {
  return value instanceof Error ? (value as unknown as Record<string, unknown>)[name] : undefined
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return systemMessage(thrown) ?? thrown.message
}

/** Says in our words what failed in a system call: Node's own begins with `ENOENT: `. */
function systemMessage(error: NodeJS.ErrnoException): string | undefined {
  if (error.errno === undefined || error.syscall === undefined) return undefined
  const reason = getSystemErrorMap().get(error.errno)?.[1]
  if (reason === undefined) return undefined
  const object = error.path === undefined ? '' : ` "${error.path}"`
  return `cannot ${error.syscall}${object}: ${reason}`
}

/** A wrapping error often quotes its cause already; saying it twice helps nobody. */
function isNotRepeated(message: string, at: number, all: string[]): boolean {
  return message !== '' && !all.slice(0, at).some((earlier) => earlier.includes(message))
}
