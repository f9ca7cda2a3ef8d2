/** The first bytes of a stream, and the whole stream, those bytes included. */
export interface PeekedBytes {
  readonly head: Uint8Array
  readonly stream: AsyncIterable<Uint8Array>
}

/** Reads at least `length` bytes of `source`, fewer only where it ends before that. */
export async function peekBytes(
  source: AsyncIterable<Uint8Array>,
  length: number,
): Promise<PeekedBytes> {
  const iterator = source[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  let total = 0
  while (total < length) {
    const next = await iterator.next()
    if (next.done === true) break
    chunks.push(next.value)
    total += next.value.length
  }
  const head = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
  return { head, stream: resume(head, iterator) }
}

async function* resume(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (;;) {
      const next = await iterator.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await iterator.return?.()
  }
}
