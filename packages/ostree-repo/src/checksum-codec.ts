import { CHECKSUM_BYTES, type Checksum, wrongChecksumLength } from './checksum.js'
import type { Codec } from './gvariant/codec.js'

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
