/** One thing wrong with an image.yaml, at its place. */
export interface TreefileProblem {
  readonly path: string
  /** From 1; absent when the problem has no place, such as a key that is missing. */
  readonly line?: number
  /** From 1. */
  readonly column?: number
  readonly message: string
  readonly hint?: string
}

/** Why an image.yaml cannot be used: every problem found in one file, in its order. */
export class TreefileError extends Error {
  override readonly name = 'TreefileError'
  readonly code = 'ERR_TREEFILE_INVALID'
  readonly problems: readonly TreefileProblem[]
  readonly hint?: string

  constructor(path: string, problems: readonly TreefileProblem[], options?: ErrorOptions) {
    super(`cannot use "${path}":${listProblems(problems)}`, options)
    this.problems = problems
    const hints = problems.flatMap((problem) => problem.hint ?? [])
    if (hints.length > 0) this.hint = hints.join('; ')
  }
}

function listProblems(problems: readonly TreefileProblem[]): string {
  const lines = problems.map(formatProblem)
  return lines.length === 1 ? ` ${lines[0]}` : ['', ...lines].join('\n  ')
}

/** `PATH:LINE:COLUMN: MESSAGE`, the form that editors and compilers share. */
function formatProblem({ path, line, column, message }: TreefileProblem): string {
  return line === undefined ? message : `${path}:${line}:${column ?? 1}: ${message}`
}
