import { readStanzaBatches, type Stanza } from '@apt2ostree/deb822'
import type { IndexedPackages } from './fetch-packages.js'

/** Packages of one index that were looked for. */
export interface FoundPackages {
  readonly index: IndexedPackages
  /** In the index's order; never empty. */
  readonly stanzas: readonly Stanza[]
}

/** Yields what matches in each index, in the order of the indexes. */
export async function* findPackages(
  indexes: Iterable<IndexedPackages>,
  matches: (stanza: Stanza) => boolean,
): AsyncGenerator<FoundPackages> {
  for (const index of indexes) {
    const stanzas: Stanza[] = []
    for await (const batch of readStanzaBatches(index.read())) {
      for (const stanza of batch) if (matches(stanza)) stanzas.push(stanza)
    }
    if (stanzas.length > 0) yield { index, stanzas }
  }
}
