/** The formats that a Debian archive or package uses; `none` is data that bears no known magic. */
export type Compression = 'xz' | 'gzip' | 'zstd' | 'bzip2' | 'lzma' | 'none'

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  // No magic, but how each file begins that lzma(1) makes: its lc, lp and pb, and a round dictionary size.
  ['lzma', [0x5d, 0x00, 0x00]],
]

/** How many bytes {@link sniffCompression} needs to be sure. */
export const sniffBytes = Math.max(...magics.map(([, magic]) => magic.length))

/** Returns the compression whose magic number `head`, the first bytes of a stream, starts with. */
export function sniffCompression(head: Uint8Array): Compression {
  for (const [compression, magic] of magics) {
    if (magic.every((byte, index) => head[index] === byte)) return compression
  }
  return 'none'
}
