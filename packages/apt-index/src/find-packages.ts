import { readStanzaBatches, type Stanza } from '@apt2ostree/deb822'
import type { ArchiveIndex } from './stream/archive-index.js'
import type { ReadableIndex } from './stream/stream-indexes.js'

/** Packages of one index that were looked for. */
export interface FoundPackages {
  readonly index: ArchiveIndex
  /** In the index's order; never empty. */
  readonly stanzas: readonly Stanza[]
}

/** Yields what matches in each index, in the order of the indexes. */
export async function* findPackages(
  indexes: Iterable<ReadableIndex>,
  matches: (stanza: Stanza) => boolean,
): AsyncGenerator<FoundPackages> {
  for (const { index, read } of indexes) {
    const stanzas: Stanza[] = []
    for await (const batch of readStanzaBatches(read())) {
      for (const stanza of batch) if (matches(stanza)) stanzas.push(stanza)
    }
    if (stanzas.length > 0) yield { index, stanzas }
  }
}
