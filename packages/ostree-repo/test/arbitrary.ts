import fc from 'fast-check'
import { type Checksum, checksumFromBytes } from '../src/objects/checksum.js'
import { byteStringOf } from '../src/objects/entry-name.js'
import type { FileHeader } from '../src/objects/file-header.js'
import { S_IFLNK, S_IFREG } from '../src/objects/file-mode.js'

const id = fc.integer({ min: 0, max: 0xffffffff })

/** Any checksum. */
export const arbitraryChecksum: fc.Arbitrary<Checksum> = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => checksumFromBytes(Buffer.from(bytes)))

/** Extended attributes with names as Linux allows them, sorted. */
export const arbitraryXattrs = fc
  .dictionary(
    fc.stringMatching(/^(user|security|trusted)\.[a-z._-]{1,12}$/),
    fc.uint8Array({ maxLength: 300 }),
    { maxKeys: 4 },
  )
  .map((pairs) =>
    Object.entries(pairs)
      .map(([name, value]): [Buffer, Buffer] => [Buffer.from(name), Buffer.from(value)])
      .sort(([a], [b]) => Buffer.compare(a, b)),
  )

/** Headers of regular files and symlinks. */
export const arbitraryFileHeader: fc.Arbitrary<FileHeader> = fc
  .record({ uid: id, gid: id, permissions: fc.nat({ max: 0o7777 }), xattrs: arbitraryXattrs })
  .chain(({ uid, gid, permissions, xattrs }) =>
    fc.oneof(
      fc.constant({ uid, gid, mode: S_IFREG | permissions, xattrs }),
      fc
        .string({ unit: 'grapheme', minLength: 1 })
        .filter((target) => !target.includes('\0'))
        .map((target) => ({
          uid,
          gid,
          mode: S_IFLNK | 0o777,
          xattrs,
          symlinkTarget: byteStringOf(target),
        })),
    ),
  )
