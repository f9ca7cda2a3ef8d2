import { decodeBytes } from './byte-string.js'
import { parseStanzas } from './parse-stanzas.js'
import { countNewlines, type Stanza } from './stanza.js'

/**
 * Yields the stanzas of a stream as they become whole. A stanza keeps alive the piece of text
 * (about one chunk) that it came in, and nothing else.
 */
export async function* readStanzas(source: AsyncIterable<Uint8Array>): AsyncGenerator<Stanza> {
  for await (const batch of readStanzaBatches(source)) yield* batch
}

/**
 * Yields the stanzas of a stream in batches, one for each chunk that completes any: for large
 * indexes, where one promise a stanza would cost more than the parsing.
 */
export async function* readStanzaBatches(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Iterable<Stanza>> {
  let pending = ''
  let line = 1
  for await (const chunk of source) {
    const text = pending + decodeBytes(chunk)
    const blank = text.lastIndexOf('\n\n')
    if (blank < 0) {
      pending = text
      continue
    }
    const whole = text.slice(0, blank + 1)
    pending = text.slice(blank + 1)
    yield parseStanzas(whole, line)
    line += countNewlines(whole, 0, whole.length)
  }
  yield parseStanzas(pending, line)
}
