/** How trees from elsewhere are taken. */
export interface ImportOptions {
  /** Write owner 0:0, no xattrs and no special mode bits, as mode bare-user-only demands. */
  readonly canonical?: boolean
  /** Ends the import when it is aborted; what it was for fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}
