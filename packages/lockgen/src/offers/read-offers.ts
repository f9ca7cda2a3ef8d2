import { type IndexedStanza, readIndexStream } from '@apt2ostree/apt-index/index-stream'

/** A package stanza and the index it stands in; none for plain Packages text. */
export type Offer = IndexedStanza

/**
 * Returns every package stanza of a stream that `apt-index packages` printed, or of plain Packages
 * text. Throws an AptError for an index stanza that says too little.
 */
export async function readOffers(source: AsyncIterable<Uint8Array>): Promise<Offer[]> {
  const offers: Offer[] = []
  for await (const batch of readIndexStream(source)) for (const each of batch) offers.push(each)
  return offers
}
