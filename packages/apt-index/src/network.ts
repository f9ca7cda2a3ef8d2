import type { AptConfiguration } from './apt-configuration.js'
import { type Credential, findCredential } from './auth-conf.js'
import { AptError, redactUrl } from './errors.js'
import type { Mirror } from './mirrors.js'

/** How archives are reached. */
export interface Network {
  /** Returns the proxy for a URL, undefined to connect directly. */
  proxyFor(url: URL): URL | undefined
  /** Returns the `Authorization` value for a URL, undefined where there is none. */
  authorizationFor(url: URL): string | undefined
  /** Milliseconds without a byte after which a connection is given up. */
  readonly timeout: number
  /** How often a transient failure is tried again. */
  readonly retries: number
  /** Milliseconds before the first retry; each later one waits twice as long. */
  readonly retryDelay: number
  /** Whether http and https are out of bounds. */
  readonly offline: boolean
  /** Lists of mirrors that were read already, by their URLs. */
  readonly mirrorLists: Map<string, Promise<readonly Mirror[]>>
}

/** The variables that name proxies: `http_proxy`, `https_proxy`, `no_proxy` in either case. */
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
  const configuredTimeout = configuration?.getNumber('Acquire::http::Timeout')
  return {
    proxyFor: (url) => findProxy(url, configuration, environment),
    authorizationFor: (url) => authorizationOf(findCredential(credentials, url)),
    timeout: options.timeout ?? (configuredTimeout ?? 30) * 1000,
    retries: options.retries ?? configuration?.getNumber('Acquire::Retries') ?? 3,
    retryDelay:
      options.retryDelay ??
      (configuration?.getBoolean('Acquire::Retries::Delay') === false ? 0 : 1000),
    offline: options.offline ?? false,
    mirrorLists: new Map(),
  }
}

function authorizationOf(credential: Credential | undefined): string | undefined {
  if (credential === undefined) return undefined
  const pair = `${credential.login}:${credential.password}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

/** apt's order (methods/http.cc, SetupProxy): for the host, for the scheme, the environment. */
function findProxy(
  url: URL,
  configuration: AptConfiguration | undefined,
  environment: Environment,
): URL | undefined {
  const scheme = url.protocol.slice(0, -1)
  const schemes = scheme === 'https' ? ['https', 'http'] : ['http']
  const names = schemes.flatMap((each) => [
    `Acquire::${each}::Proxy::${url.hostname}`,
    `Acquire::${each}::Proxy`,
  ])
  const configured = names.map((name) => configuration?.get(name)).find((value) => value)
  if (configured !== undefined) return configured === 'DIRECT' ? undefined : proxyUrl(configured)
  if (isExcluded(url.hostname, variable(environment, 'no_proxy') ?? '')) return undefined
  const named = variable(environment, `${scheme}_proxy`)
  return named === undefined || named === '' ? undefined : proxyUrl(named)
}

function proxyUrl(text: string): URL {
  if (/^https?:/i.test(text) && URL.canParse(text)) return new URL(text)
  const hint = 'a proxy is given as http://HOST:PORT'
  throw new AptError('ERR_APT_CONFIGURATION', `cannot use the proxy "${redactUrl(text)}"`, { hint })
}

/** `HTTP_PROXY` in capitals is left alone: a web server's CGI environment sets it from a header. */
function variable(environment: Environment, name: string): string | undefined {
  return environment[name] ?? (name === 'http_proxy' ? undefined : environment[name.toUpperCase()])
}

function isExcluded(host: string, noProxy: string): boolean {
  return noProxy
    .split(',')
    .map((entry) => entry.trim().replace(/^\*?\./, ''))
    .some(
      (entry) => entry === '*' || (entry !== '' && (host === entry || host.endsWith(`.${entry}`))),
    )
}
