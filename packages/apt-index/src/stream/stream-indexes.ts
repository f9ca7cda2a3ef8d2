import { readStanzaBatches, type Stanza } from '@apt2ostree/deb822'
import {
  type ArchiveIndex,
  formatIndexStanza,
  isIndexStanza,
  parseIndexStanza,
} from './archive-index.js'
import { LineEnds } from './line-ends.js'

/** A Packages index that can be read. */
export interface ReadableIndex {
  readonly index: ArchiveIndex
  /** Returns the index as the archive wrote it, decompressed. */
  read(): AsyncIterable<Uint8Array>
}

/** A package's stanza and the index it stands in; none for plain Packages text. */
export interface IndexedStanza {
  readonly stanza: Stanza
  readonly index: ArchiveIndex | undefined
}

/**
 * Yields the stream that `readIndexStream` reads: for each index a stanza that says what it is, then
 * its packages verbatim, but for carriage returns at line ends. However an index ends, what follows
 * begins a stanza of its own.
 */
export async function* formatIndexStream(
  indexes: Iterable<ReadableIndex>,
): AsyncGenerator<Uint8Array> {
  let separator = ''
  for (const { index, read } of indexes) {
    yield Buffer.from(`${separator}${formatIndexStanza(index)}\n`, 'latin1')
    const lineEnds = new LineEnds()
    for await (const chunk of read()) yield lineEnds.push(chunk)
    separator = lineEnds.isLineStart ? '\n' : '\n\n'
  }
}

/**
 * Yields the package stanzas of such a stream, or of plain Packages text, in batches: each belongs to
 * the last index stanza before it. Throws an AptError for an index stanza that says too little.
 */
export async function* readIndexStream(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<IndexedStanza[]> {
  let index: ArchiveIndex | undefined
  for await (const batch of readStanzaBatches(source)) {
    const packages: IndexedStanza[] = []
    for (const stanza of batch) {
      if (isIndexStanza(stanza)) index = parseIndexStanza(stanza)
      else packages.push({ stanza, index })
    }
    yield packages
  }
}
