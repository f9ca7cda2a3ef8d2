/** What happens to a path that is there already; without a policy the target must be empty. */
export type UnionPolicy = 'overwrite' | 'add' | 'identical'

/** How a tree is checked out. */
export interface CheckoutOptions {
  /** Only this directory of the commit (a byte string). */
  readonly subpath?: string
  /** Owners, special mode bits and xattrs are left out, as an ordinary user can have no others. */
  readonly userMode?: boolean
  /** Always copy; otherwise files whose object has the right metadata on disk are hard links. */
  readonly copy?: boolean
  readonly union?: UnionPolicy
  /** Ends the checkout when it is aborted, as an error does. */
  readonly signal?: AbortSignal
}
