import { readStanzaBatches, type Stanza } from '@apt2ostree/deb822'
import { type ArchiveIndex, isIndexStanza, parseIndexStanza } from './archive-index.js'

/** A package stanza and the index it stands in; none for plain Packages text. */
export interface Offer {
  readonly stanza: Stanza
  readonly index: ArchiveIndex | undefined
}

/**
 * Returns every package stanza of a stream that `apt-index packages` printed, or of plain Packages
 * text. A stanza belongs to the last index stanza before it.
 */
export async function readOffers(source: AsyncIterable<Uint8Array>): Promise<Offer[]> {
  const offers: Offer[] = []
  let index: ArchiveIndex | undefined
  for await (const batch of readStanzaBatches(source)) {
    for (const stanza of batch) {
      if (stanza.get('Package') === undefined && isIndexStanza(stanza)) {
        index = parseIndexStanza(stanza)
      } else {
        offers.push({ stanza, index })
      }
    }
  }
  return offers
}
