import { basename } from 'node:path'
import { AptError, FetchError } from '../errors.js'
import type { Digest } from '../release/digest.js'
import { createNetwork, type Network } from './network.js'
import { networkError, openUrl, type Transfer } from './open-url.js'
import { PartialFile } from './partial-file.js'
import { retryTransient } from './retry.js'

/** A file to be fetched, and what it must be. */
export interface FetchVerifiedOptions {
  /** Where it may be found, best first; each is tried until one has the file. */
  readonly urls: readonly string[]
  /** Bytes. */
  readonly size: number
  readonly digest: Digest
  /** Where to put it; nothing appears there before size and digest are right. */
  readonly path: string
  readonly network?: Network
  readonly signal?: AbortSignal
  /** Called with the bytes of this file received so far. */
  readonly onProgress?: (received: number) => void
}

/**
 * Fetches a file whose size and digest are known. What was received before a connection broke is
 * kept and only the rest asked for, from the same or the next URL. Throws a FetchError, after the
 * network's retries, and leaves nothing behind; an AptError where there is no URL at all.
 */
export async function fetchVerified(options: FetchVerifiedOptions): Promise<void> {
  const { path, network = createNetwork(), signal } = options
  if (options.urls.length === 0) {
    const message = `cannot fetch "${basename(path)}": nothing is known of where it may be`
    throw new AptError('ERR_APT_SOURCES', message)
  }
  const file = await PartialFile.create(path, options.digest.algorithm)
  const urls = new Set(options.urls)
  try {
    await retryTransient(network, signal, () => tryEach(urls, file, { ...options, network }))
    await file.moveTo(path)
  } finally {
    await file.discard()
  }
}

type Job = FetchVerifiedOptions & { readonly network: Network }

/** Takes from `urls` what is of no use; throws a transient error as long as one may yet serve. */
async function tryEach(urls: Set<string>, file: PartialFile, job: Job): Promise<void> {
  const errors: FetchError[] = []
  for (const url of urls) {
    try {
      return await receive(url, file, job)
    } catch (error) {
      job.signal?.throwIfAborted()
      if (!(error instanceof FetchError)) throw error
      errors.push(error)
      if (error.failure !== 'transient') urls.delete(url)
    }
  }
  const order = ['transient', 'mismatch', 'refused', 'offline', 'not-found'] as const
  throw errors.toSorted((a, b) => order.indexOf(a.failure) - order.indexOf(b.failure))[0]
}

async function receive(url: string, file: PartialFile, job: Job): Promise<void> {
  const { network, signal, size, digest, onProgress } = job
  const resumed = file.size > 0
  const transfer = await openUrl(url, { network, offset: file.size, ...(signal && { signal }) })
  if (transfer === undefined) throw new FetchError('refused', url, 'no content')
  try {
    assertSize(url, transfer, size)
    if (transfer.offset !== file.size) await file.reset()
    for await (const chunk of transfer.body) {
      if (file.size + chunk.length > size) throw tooLong(url, size)
      await file.append(chunk)
      onProgress?.(file.size)
    }
  } catch (error) {
    if (error instanceof FetchError && error.failure === 'mismatch') await file.reset()
    throw networkError(url, error)
  } finally {
    transfer.body.destroy()
  }
  if (file.size < size) {
    throw new FetchError('transient', url, `it ended after ${file.size} of ${size} bytes`)
  }
  const actual = file.digest()
  if (actual === digest.hex) return
  await file.reset()
  const reason = `its ${digest.algorithm.toUpperCase()} is ${actual}, not ${digest.hex}`
  throw new FetchError(resumed ? 'transient' : 'mismatch', url, reason)
}

/** The announced length tells a wrong file before any of it is received. */
function assertSize(url: string, { offset, size }: Transfer, expected: number): void {
  if (size === undefined || offset + size === expected) return
  const reason = `it has ${offset + size} bytes, not ${expected}`
  throw new FetchError('mismatch', url, reason)
}

function tooLong(url: string, expected: number): FetchError {
  return new FetchError('mismatch', url, `it has more than ${expected} bytes`)
}
