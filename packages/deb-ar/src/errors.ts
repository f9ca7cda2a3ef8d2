/** What is wrong with a .deb, stable across releases. */
export type DebErrorCode =
  | 'ERR_DEB_FORMAT'
  | 'ERR_DEB_TRUNCATED'
  | 'ERR_DEB_DAMAGED'
  | 'ERR_DEB_UNSUPPORTED'
  | 'ERR_DEB_NO_MEMBER'

/** Where an error was met. */
export interface DebErrorOptions {
  /** The byte offset in the .deb, or in the decompressed tar that `reason` speaks of. */
  readonly offset?: number
  readonly cause?: unknown
}

/** A .deb that can't be read. */
export class DebError extends Error {
  override readonly name = 'DebError'
  readonly code: DebErrorCode
  /** The file, as the caller named it. */
  readonly label: string
  readonly offset: number | undefined

  constructor(code: DebErrorCode, label: string, reason: string, options: DebErrorOptions = {}) {
    const place = options.offset === undefined ? '' : ` (offset ${options.offset})`
    super(
      `cannot read "${label}": ${reason}${place}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.code = code
    this.label = label
    this.offset = options.offset
  }
}
