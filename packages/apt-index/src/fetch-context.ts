import { Cache, defaultCacheDirectory } from './cache.js'
import type { DatePolicy } from './check-release.js'
import type { Host } from './host.js'
import { createNetwork, type Environment, type Network } from './network.js'
import { TrustStore } from './trust.js'

/** What fetching from archives needs beside a source. */
export interface FetchContext extends DatePolicy {
  readonly network: Network
  readonly cache: Cache
  readonly trust: TrustStore
  readonly warn: (message: string) => void
  readonly onBytes: (count: number) => void
  readonly signal?: AbortSignal
}

/** What the host's apt doesn't decide. */
export interface FetchContextOptions {
  readonly environment: Environment
  /** Default: `defaultCacheDirectory(environment)`. */
  readonly cacheDirectory?: string
  /** Keyring files to trust for every source, in place of what it names. */
  readonly keyrings?: readonly string[]
  /** Use the cache alone. */
  readonly offline?: boolean
  /** Told what a careful person would want to know; default: nobody. */
  readonly warn?: (message: string) => void
  /** Called with the bytes of indexes that have just arrived; a transfer begun anew takes some back. */
  readonly onBytes?: (count: number) => void
  readonly signal?: AbortSignal
}

/** Returns a context that follows the host's apt configuration. */
export function createFetchContext(host: Host, options: FetchContextOptions): FetchContext {
  const { configuration, credentials, trustedKeyrings } = host
  const { environment, cacheDirectory, keyrings, offline = false, signal } = options
  return {
    network: createNetwork({ configuration, credentials, environment, offline }),
    cache: new Cache(cacheDirectory ?? defaultCacheDirectory(environment)),
    trust: new TrustStore({ trustedKeyrings, ...(keyrings && { keyrings }) }),
    checkDate: configuration.getBoolean('Acquire::Check-Date') ?? true,
    checkValidUntil: configuration.getBoolean('Acquire::Check-Valid-Until') ?? true,
    now: new Date(),
    warn: options.warn ?? (() => undefined),
    onBytes: options.onBytes ?? (() => undefined),
    ...(signal && { signal }),
  }
}
