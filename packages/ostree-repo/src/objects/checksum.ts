import { hash } from 'node:crypto'
import { OstreeRepoError } from '../errors.js'
import type { Codec } from '../gvariant/codec.js'

declare const brand: unique symbol

/** An object's name: SHA-256 as 64 lower-case hexadecimal digits. */
export type Checksum = string & { readonly [brand]: 'Checksum' }

const pattern = /^[0-9a-f]{64}$/

/** Whether `text` is 64 lower-case hexadecimal digits. */
export function isChecksum(text: string): text is Checksum {
  return pattern.test(text)
}

/** `text` as a checksum. Throws ERR_OSTREE_INVALID_CHECKSUM. */
export function parseChecksum(text: string): Checksum {
  if (isChecksum(text)) return text
  throw new OstreeRepoError(
    'ERR_OSTREE_INVALID_CHECKSUM',
    `cannot use "${text}" as a checksum: it is not 64 lower-case hexadecimal digits`,
  )
}

/** The 32 bytes of a checksum, as metadata objects hold it. */
export function checksumToBytes(checksum: Checksum): Buffer {
  return Buffer.from(checksum, 'hex')
}

/** The length of a checksum as bytes. */
export const CHECKSUM_BYTES = 32

/** The checksum that 32 bytes stand for. Throws ERR_OSTREE_INVALID_CHECKSUM for another length. */
export function checksumFromBytes(bytes: Buffer): Checksum {
  if (bytes.length !== CHECKSUM_BYTES) throw wrongChecksumLength(bytes.length)
  return bytes.toString('hex') as Checksum
}

/** ERR_OSTREE_INVALID_CHECKSUM */
export function wrongChecksumLength(length: number): OstreeRepoError {
  return new OstreeRepoError(
    'ERR_OSTREE_INVALID_CHECKSUM',
    `cannot use ${length} bytes as a checksum: it takes ${CHECKSUM_BYTES}`,
  )
}

/** The checksum of a metadata object: SHA-256 of its bytes. */
export function checksumOf(bytes: Uint8Array): Checksum {
  return hash('sha256', bytes, 'hex') as Checksum
}

/** `ay` of 32 bytes, as a checksum. Reading throws ERR_OSTREE_INVALID_CHECKSUM for other lengths. */
export const checksumCodec: Codec<Checksum> = {
  signature: 'ay',
  alignment: 1,
  fixedSize: undefined,
  write: (into, checksum) => into.text(checksum, 'hex'),
  read(bytes, start, end) {
    if (end - start !== CHECKSUM_BYTES) throw wrongChecksumLength(end - start)
    return bytes.toString('hex', start, end) as Checksum
  },
}
