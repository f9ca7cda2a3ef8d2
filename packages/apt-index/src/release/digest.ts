/** The digests that count; nothing weaker does. */
export type DigestAlgorithm = 'sha256' | 'sha512'

/** What the content of a file must be. */
export interface Digest {
  readonly algorithm: DigestAlgorithm
  /** Lower case. */
  readonly hex: string
}
