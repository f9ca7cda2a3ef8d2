/** What went wrong; stable, for callers that branch on it. */
export type OciErrorCode =
  | 'ERR_OCI_LAYOUT'
  | 'ERR_OCI_DIGEST'
  | 'ERR_OCI_UNSUPPORTED'
  | 'ERR_OCI_NO_IMAGE'
  | 'ERR_OCI_TAG'
  | 'ERR_OCI_TREE'

/** An image or a tree that cannot be taken for what it is said to be. */
export class OciError extends Error {
  override readonly name = 'OciError'
  readonly code: OciErrorCode
  readonly hint?: string

  constructor(code: OciErrorCode, message: string, options?: ErrorOptions & { hint?: string }) {
    super(message, options)
    this.code = code
    if (options?.hint !== undefined) this.hint = options.hint
  }
}
