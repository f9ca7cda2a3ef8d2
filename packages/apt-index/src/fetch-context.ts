import { Cache, defaultCacheDirectory } from './cache.js'
import type { Host } from './host/host.js'
import { type ReleasePolicy, releasePolicy } from './release/release-policy.js'
import { createNetwork, type Environment, type Network } from './transport/network.js'
import { TrustStore } from './trust/trust.js'

/** What fetching from archives needs beside a source. */
export interface FetchContext extends ReleasePolicy {
  readonly network: Network
  readonly cache: Cache
  readonly trust: TrustStore
  /** Whether an archive may call itself otherwise than the last time. */
  readonly allowChanges: boolean
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
  /** apt-get's --allow-releaseinfo-change; default: as apt.conf says. */
  readonly allowChanges?: boolean
  /** Called with warnings. */
  readonly warn?: (message: string) => void
  /** Called with the bytes of indexes that have just arrived; a transfer begun anew takes some back. */
  readonly onBytes?: (count: number) => void
  readonly signal?: AbortSignal
}

/**
 * Returns a context that follows the host's apt configuration; `warn` is told at once which checks it
 * lifts.
 */
export function createFetchContext(host: Host, options: FetchContextOptions): FetchContext {
  const { configuration, credentials, trustedKeyrings } = host
  const { environment, cacheDirectory, keyrings, offline = false, signal } = options
  const policy = releasePolicy(configuration, new Date())
  const { warn = () => undefined } = options
  if (!policy.checkDate) warn(lifted('dates', 'Check-Date'))
  else if (!policy.checkValidUntil) warn(lifted('ends', 'Check-Valid-Until'))
  return {
    network: createNetwork({ configuration, credentials, environment, offline }),
    cache: new Cache(cacheDirectory ?? defaultCacheDirectory(environment)),
    trust: new TrustStore({ trustedKeyrings, ...(keyrings && { keyrings }) }),
    ...policy,
    allowChanges:
      options.allowChanges ?? configuration.getBoolean('Acquire::AllowReleaseInfoChange') ?? false,
    warn,
    onBytes: options.onBytes ?? (() => undefined),
    ...(signal && { signal }),
  }
}

function lifted(what: string, option: string): string {
  return `the ${what} of Release files are not checked, as Acquire::${option} in apt.conf says`
}
