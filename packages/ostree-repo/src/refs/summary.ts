import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { OstreeRepoError } from '../errors.js'
import { array } from '../gvariant/array.js'
import { uint64, uint64BigEndian } from '../gvariant/basic.js'
import { encode } from '../gvariant/codec.js'
import { byteArray, string } from '../gvariant/strings.js'
import { dictEntry, tuple } from '../gvariant/tuple.js'
import { Variant, variant } from '../gvariant/variant.js'
import { type Checksum, checksumToBytes } from '../objects/checksum.js'
import { encodeCommit } from '../objects/commit.js'
import { formatRepoMode } from '../objects/repo-mode.js'
import type { Repo } from '../repo.js'

const dictionary = array(dictEntry(string, variant))

/** `(a(s(taya{sv}))a{sv})`: OSTREE_SUMMARY_GVARIANT_FORMAT in libostree's ostree-core.h; sizes are not swapped. */
const codec = tuple(array(tuple(string, tuple(uint64, byteArray, dictionary))), dictionary)

/** A number as summaries hold it: of the other byte order. */
function swapped(seconds: number): Variant {
  return Variant.fromBytes('t', encode(uint64BigEndian, BigInt(seconds)))
}

/**
 * Returns the bytes of a summary: the repo's own refs with their commits, as clients of a served repo
 * read them, and `now` in seconds as its date. Its keys are sorted, where libostree's are in no order.
 */
export function encodeSummary(repo: Repo, now: number): Buffer {
  const refs = [...repo.listRefs()]
    .filter(([ref]) => !ref.includes(':'))
    .map(([ref, commit]) => describeRef(repo, ref, commit))
  const metadata: [string, Variant][] = [
    ['ostree.summary.indexed-deltas', Variant.of('b', true)],
    ['ostree.summary.last-modified', swapped(now)],
    ['ostree.summary.mode', Variant.string(formatRepoMode(repo.mode))],
    ['ostree.summary.tombstone-commits', Variant.of('b', false)],
  ]
  return encode(codec, [refs, metadata])
}

function describeRef(repo: Repo, ref: string, checksum: Checksum) {
  const commit = repo.readCommit(checksum)
  const metadata: [string, Variant][] = [['ostree.commit.timestamp', swapped(commit.timestamp)]]
  const size = BigInt(encodeCommit(commit).length)
  return [ref, [size, checksumToBytes(checksum), metadata]] as [
    string,
    [bigint, Buffer, [string, Variant][]],
  ]
}

/**
 * Writes the repo's summary anew and takes away its signature, which was another one's. Throws
 * ERR_OSTREE_UNSUPPORTED_REPO as {@link assertPlainSummary}.
 */
export function writeSummary(repo: Repo): void {
  assertPlainSummary(repo)
  const temporary = `${repo.path}/tmp/summary-${process.pid}-${Date.now()}`
  try {
    writeFileSync(temporary, encodeSummary(repo, Math.floor(Date.now() / 1000)))
    rmSync(`${repo.path}/summary.sig`, { force: true })
    renameSync(temporary, `${repo.path}/summary`)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/**
 * Throws ERR_OSTREE_UNSUPPORTED_REPO for a repo whose summary holds what only libostree writes: static
 * deltas, refs of collections, tombstones.
 */
export function assertPlainSummary({ path, config }: Pick<Repo, 'path' | 'config'>): void {
  const reason = hasEntries(`${path}/deltas`)
    ? 'static deltas'
    : config.hasCollections || hasEntries(`${path}/refs/mirrors`)
      ? 'refs of collections'
      : config.hasTombstones
        ? 'tombstones'
        : undefined
  if (reason === undefined) return
  throw new OstreeRepoError(
    'ERR_OSTREE_UNSUPPORTED_REPO',
    `cannot write the summary of repo "${path}": it has ${reason}`,
    { hint: `ostree --repo=${path} summary --update writes it` },
  )
}

/** Whether there is anything in the directory `path`. */
export function hasEntries(path: string): boolean {
  return existsSync(path) && readdirSync(path).length > 0
}
