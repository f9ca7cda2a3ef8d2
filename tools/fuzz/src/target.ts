/** One decoder, and what its input is to be tried with. */
export interface Target {
  /** Codes of errors that it may throw. */
  readonly errors: RegExp
  /** Inputs that it was made for, of which fuzzing begins. */
  readonly seeds: () => readonly Uint8Array[]
  /** Decodes `data`, and throws a {@link BrokenPromise} where what is decoded does not come out again. */
  readonly run: (data: Buffer) => unknown
}

/** What a decoder promises and did not keep. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise'
}

/** Far more than any input of a few kilobytes takes, also on a machine that is busy. */
const mostMilliseconds = 10_000

/** Runs a target on `data`. Throws unless it decodes it, or refuses it with an error of its own, in time. */
export async function tryTarget(target: Target, data: Buffer): Promise<void> {
  const start = performance.now()
  try {
    await target.run(data)
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (error instanceof BrokenPromise) throw error
    if (typeof code !== 'string' || !target.errors.test(code)) {
      throw new Error('it threw what is no error of its own', { cause: error })
    }
  }
  const took = performance.now() - start
  if (took > mostMilliseconds) throw new BrokenPromise(`it took ${Math.round(took)} ms`)
}

/** Throws a {@link BrokenPromise} unless what was decoded is the same when it was encoded and decoded again. */
export function assertStable<Value>(
  decoded: Value,
  encode: (value: Value) => string | Uint8Array,
  decode: (encoded: string | Uint8Array) => Value,
): void {
  const once = encode(decoded)
  const twice = encode(decode(once))
  if (Buffer.from(once as string).equals(Buffer.from(twice as string))) return
  throw new BrokenPromise(`${JSON.stringify(String(once))} became ${JSON.stringify(String(twice))}`)
}

/** Reads a stream to its end. */
export async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

/** Yields `data` in pieces, as it may come from a disk or a network. */
export async function* inPieces(data: Buffer): AsyncGenerator<Buffer> {
  const size = 1 + (data.length % 700)
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size)
}
