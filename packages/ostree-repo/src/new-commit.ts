import type { Commit } from './commit.js'

/** The fields of a commit to write; those left out are empty, the timestamp 0. */
export type NewCommit = Pick<Commit, 'rootTree' | 'rootMeta'> & Partial<Commit>

/** The commit with all its fields; metadata is sorted by key, so that equal commits are the same. */
export function completeCommit(commit: NewCommit): Commit {
  const { related = [], subject = '', body = '', timestamp = 0 } = commit
  const metadata = new Map([...(commit.metadata ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...commit, metadata, related, subject, body, timestamp }
}
