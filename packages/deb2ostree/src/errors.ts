/** What went wrong, stable across releases. */
export type LayerErrorCode =
  | 'ERR_LAYER_IMPORT'
  | 'ERR_LAYER_PATH'
  | 'ERR_LAYER_UNSUPPORTED'
  | 'ERR_LAYER_MISMATCH'
  | 'ERR_LAYER_MISSING'
  | 'ERR_LAYER_NO_ARCHIVE'
  | 'ERR_LAYER_BASE'

/** A .deb or a lockfile that can't be turned into layers. */
export class LayerError extends Error {
  override readonly name = 'LayerError'
  readonly code: LayerErrorCode
  readonly hint: string | undefined

  constructor(
    code: LayerErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
