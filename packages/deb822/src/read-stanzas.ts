import { decodeBytes } from './byte-string.js'
import { parseStanzas } from './parse-stanzas.js'
import { countNewlines, type Stanza } from './stanza.js'

/** Text of over a MiB stays outside of V8's heap, whose garbage collector would copy it twice. */
const batchBytes = 1 << 21

/**
 * Yields the stanzas of a stream as they become whole. A stanza keeps alive the piece of text
 * (about two MiB) that it came in, and nothing else.
 */
export async function* readStanzas(source: AsyncIterable<Uint8Array>): AsyncGenerator<Stanza> {
  for await (const batch of readStanzaBatches(source)) yield* batch
}

/**
 * Yields the stanzas of a stream in batches of about two MiB: for large indexes, where one promise a
 * stanza would cost more than the parsing.
 */
export async function* readStanzaBatches(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Iterable<Stanza>> {
  let gathered = Buffer.allocUnsafeSlow(batchBytes)
  let size = 0
  let line = 1
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + gathered.length - size)
      gathered.set(part, size)
      at += part.length
      size += part.length
      if (size < gathered.length) break
      const blank = gathered.lastIndexOf('\n\n')
      if (blank < 0) {
        gathered = Buffer.concat([gathered], 2 * size)
        continue
      }
      const whole = decodeBytes(gathered.subarray(0, blank + 1))
      gathered.copyWithin(0, blank + 1)
      size -= blank + 1
      yield parseStanzas(whole, line)
      line += countNewlines(whole, 0, whole.length)
    }
  }
  yield parseStanzas(decodeBytes(gathered.subarray(0, size)), line)
}
