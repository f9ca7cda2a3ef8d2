import { setImmediate } from 'node:timers/promises'

/**
 * Lets the event loop turn, without which no signal of the operating system is heard. Throws the
 * reason when `signal` is aborted.
 */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate()
  signal?.throwIfAborted()
}
