/** What went wrong; stable, for callers that branch on it. */
export type DiskErrorCode =
  | 'ERR_DISK_SIZE'
  | 'ERR_DISK_TOOL_MISSING'
  | 'ERR_DISK_TOOL_FAILED'
  | 'ERR_DISK_NOT_BOOTABLE'
  | 'ERR_DISK_FULL'

/** A disk image that cannot be made; no file is left. */
export class DiskError extends Error {
  override readonly name = 'DiskError'
  readonly code: DiskErrorCode
  readonly hint?: string

  constructor(code: DiskErrorCode, message: string, options?: ErrorOptions & { hint?: string }) {
    super(message, options)
    this.code = code
    if (options?.hint !== undefined) this.hint = options.hint
  }
}
