import type { Mirror } from '../addresses/mirrors.js'
import type { AptConfiguration } from '../host/apt-configuration.js'
import { basicAuthorization, type Credential, credentialOf, findCredential } from './auth-conf.js'
import { findProxy } from './find-proxy.js'

/** A proxy, and how to introduce oneself to it. */
export interface ProxyServer {
  /** `http:`, `https:` or `socks5h:`. */
  readonly url: URL
  /** The `Proxy-Authorization` value. */
  readonly authorization: string | undefined
}

/** How archives are reached. */
export interface Network {
  /** Returns the proxy for a URL, undefined to connect directly. Throws an AptError. */
  proxyFor(url: URL): Promise<ProxyServer | undefined>
  /** Returns the `Authorization` value for a URL, undefined where there is none. */
  authorizationFor(url: URL): string | undefined
  /** Returns the milliseconds without a byte after which a connection to there is given up. */
  timeoutFor(url: URL): number
  /** How often a transient failure is tried again. */
  readonly retries: number
  /** Milliseconds before the first retry; each later one waits twice as long. */
  readonly retryDelay: number
  /** Whether http and https are out of bounds. */
  readonly offline: boolean
  /** Lists of mirrors that were read already, by their URLs. */
  readonly mirrorLists: Map<string, Promise<readonly Mirror[]>>
}

/** The variables that name proxies: `http_proxy`, `https_proxy`, `no_proxy`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where a network's settings come from; what is left out is apt's default. */
export interface NetworkOptions {
  readonly configuration?: AptConfiguration
  readonly environment?: Environment
  readonly credentials?: readonly Credential[]
  readonly offline?: boolean
  readonly timeout?: number
  readonly retries?: number
  readonly retryDelay?: number
}

/** Returns the network as apt's configuration and the environment describe it, see apt.conf(5). */
export function createNetwork(options: NetworkOptions = {}): Network {
  const { configuration, environment = {}, credentials = [] } = options
  const proxies = new Map<string, Promise<ProxyServer | undefined>>()
  const authorizationFor = (url: URL) => {
    const found = credentialOf(url) ?? findCredential(credentials, url)
    return found && basicAuthorization(found)
  }
  const openProxy = async (url: URL) => {
    const proxy = await findProxy(url, { configuration, environment })
    return proxy && { url: proxy, authorization: authorizationFor(proxy) }
  }
  return {
    authorizationFor,
    proxyFor: (url) => {
      const proxy = proxies.get(url.origin) ?? openProxy(url)
      proxies.set(url.origin, proxy)
      return proxy
    },
    timeoutFor: ({ protocol }) => {
      const scheme = protocol.slice(0, -1)
      const configured =
        configuration?.getNumber(`Acquire::${scheme}::Timeout`) ??
        configuration?.getNumber('Acquire::http::Timeout')
      return options.timeout ?? (configured ?? 30) * 1000
    },
    retries: options.retries ?? configuration?.getNumber('Acquire::Retries') ?? 3,
    retryDelay:
      options.retryDelay ??
      (configuration?.getBoolean('Acquire::Retries::Delay') === false ? 0 : 1000),
    offline: options.offline ?? false,
    mirrorLists: new Map(),
  }
}
