/** Two layers that hold different things at one path. */
export interface Conflict {
  /** In the image, with a leading slash. */
  readonly path: string
  readonly first: string
  readonly second: string
  readonly reason: string
}

/** A set of layers that cannot be one tree; nothing was written. */
export class UnionConflictError extends Error {
  override readonly name = 'UnionConflictError'
  readonly code = 'ERR_UNION_CONFLICT'
  readonly hint =
    'let one package replace the other (Replaces), leave one out, or choose with --on-conflict'
  readonly conflicts: readonly Conflict[]

  constructor(conflicts: readonly Conflict[]) {
    super(`cannot union: ${describe(conflicts)}`)
    this.conflicts = conflicts
  }
}

/** A symlink in the place of a directory whose content it leads nowhere. */
export class UnionSymlinkError extends Error {
  override readonly name = 'UnionSymlinkError'
  readonly code = 'ERR_UNION_SYMLINK'

  constructor(path: string) {
    super(`cannot union: the symlink "${path}" leads what is below it back to itself or nowhere`)
  }
}

/** A union of nothing. */
export class NoLayersError extends Error {
  override readonly name = 'NoLayersError'
  readonly code = 'ERR_UNION_NO_LAYERS'

  constructor() {
    super('cannot union: no ref was given')
  }
}

const MOST_SHOWN = 10

function describe(conflicts: readonly Conflict[]): string {
  const lines = conflicts
    .slice(0, MOST_SHOWN)
    .map(({ path, first, second, reason }) => `"${path}" ${reason} in "${first}" and "${second}"`)
  const rest = conflicts.length - lines.length
  if (lines.length === 1) return lines.join('')
  const more = rest > 0 ? [`and ${rest} more`] : []
  return [`${conflicts.length} paths conflict`, ...lines, ...more].join('\n  ')
}
