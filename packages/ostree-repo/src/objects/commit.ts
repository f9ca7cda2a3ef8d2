import { array } from '../gvariant/array.js'
import { uint64BigEndian } from '../gvariant/basic.js'
import { decode, encode } from '../gvariant/codec.js'
import { byteArray, string } from '../gvariant/strings.js'
import { dictEntry, tuple } from '../gvariant/tuple.js'
import { type Variant, variant } from '../gvariant/variant.js'
import { type Checksum, checksumFromBytes, checksumToBytes } from './checksum.js'
import { invalidValue } from './invalid-value.js'

/** An object that a commit names as related; libostree writes none. */
export type RelatedObject = readonly [name: string, checksum: Buffer]

/** A commit object. */
export interface Commit {
  /** In the order in which the commit holds it. */
  readonly metadata: ReadonlyMap<string, Variant>
  readonly parent?: Checksum
  readonly related: readonly RelatedObject[]
  readonly subject: string
  readonly body: string
  /** Seconds since 1970-01-01 UTC. */
  readonly timestamp: number
  readonly rootTree: Checksum
  readonly rootMeta: Checksum
}

/** `(a{sv}aya(say)sstayay)`: OSTREE_COMMIT_GVARIANT_FORMAT in libostree's ostree-core.h. */
const codec = tuple(
  array(dictEntry(string, variant)),
  byteArray,
  array(tuple(string, byteArray)),
  string,
  string,
  uint64BigEndian,
  byteArray,
  byteArray,
)

/** The bytes of a commit object; metadata in the order of the map. Throws ERR_OSTREE_INVALID_VALUE. */
export function encodeCommit(commit: Commit): Buffer {
  if (!Number.isSafeInteger(commit.timestamp) || commit.timestamp < 0) {
    throw invalidValue('a timestamp in seconds', String(commit.timestamp))
  }
  return encode(codec, [
    [...commit.metadata],
    commit.parent === undefined ? Buffer.alloc(0) : checksumToBytes(commit.parent),
    commit.related.map(([name, checksum]): [string, Buffer] => [name, checksum]),
    commit.subject,
    commit.body,
    BigInt(commit.timestamp),
    checksumToBytes(commit.rootTree),
    checksumToBytes(commit.rootMeta),
  ])
}

/** The commit in `bytes`. Throws GVariantError, ERR_OSTREE_INVALID_VALUE or …_INVALID_CHECKSUM. */
export function decodeCommit(bytes: Buffer): Commit {
  const [metadata, parent, related, subject, body, time, tree, meta] = decode(codec, bytes)
  const timestamp = Number(time)
  if (!Number.isSafeInteger(timestamp)) throw invalidValue('a timestamp in seconds', `${time}`)
  return {
    metadata: new Map(metadata),
    ...(parent.length === 0 ? {} : { parent: checksumFromBytes(parent) }),
    related,
    subject,
    body,
    timestamp,
    rootTree: checksumFromBytes(tree),
    rootMeta: checksumFromBytes(meta),
  }
}

/** The fields of a commit to write; those left out are empty, the timestamp 0. */
export type NewCommit = Pick<Commit, 'rootTree' | 'rootMeta'> & Partial<Commit>

/** The commit with all its fields; metadata is sorted by key, so that equal commits are the same. */
export function completeCommit(commit: NewCommit): Commit {
  const { related = [], subject = '', body = '', timestamp = 0 } = commit
  const metadata = new Map([...(commit.metadata ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...commit, metadata, related, subject, body, timestamp }
}

/** Whether two commits' metadata say the same, in whatever order. */
export function isSameMetadata(
  a: ReadonlyMap<string, Variant>,
  b: ReadonlyMap<string, Variant>,
): boolean {
  if (a.size !== b.size) return false
  return [...a].every(([key, { type, bytes }]) => {
    const other = b.get(key)
    return other?.type === type && other.bytes.equals(bytes)
  })
}
