/** What went wrong; stable, for callers that branch on it. */
export type FinalizeErrorCode =
  | 'ERR_FINALIZE_NO_KERNEL'
  | 'ERR_FINALIZE_SEVERAL_KERNELS'
  | 'ERR_FINALIZE_NO_DRACUT'
  | 'ERR_FINALIZE_NO_OSTREE_MODULE'
  | 'ERR_FINALIZE_TREE'
  | 'ERR_FINALIZE_TMPFILES'
  | 'ERR_FINALIZE_INITRAMFS'

/** A tree that cannot be made deployable. */
export class FinalizeError extends Error {
  override readonly name = 'FinalizeError'
  readonly code: FinalizeErrorCode
  readonly hint?: string

  constructor(
    code: FinalizeErrorCode,
    message: string,
    options?: ErrorOptions & { hint?: string },
  ) {
    super(message, options)
    this.code = code
    if (options?.hint !== undefined) this.hint = options.hint
  }
}
