import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { AptError, redactUrl } from '../errors.js'
import type { AptConfiguration } from '../host/apt-configuration.js'
import type { Environment } from './network.js'

const run = promisify(execFile)

/** Where proxies are named. */
export interface ProxySettings {
  readonly configuration: AptConfiguration | undefined
  readonly environment: Environment
}

/**
 * Returns the proxy for a URL in apt's order, undefined to connect directly: for the host, what
 * Proxy-Auto-Detect says of it, for all hosts, the environment's; `no_proxy` excludes hosts from any
 * (HttpServerState::Open in methods/http.cc, AutoDetectProxy in proxy.cc). Throws an AptError for a
 * proxy of another kind than http, https and socks5h.
 */
export async function findProxy(url: URL, settings: ProxySettings): Promise<URL | undefined> {
  const { environment } = settings
  if (isExcluded(hostOf(url), environment.no_proxy ?? '')) return undefined
  const named =
    setting(settings, url, `Proxy::${hostOf(url)}`) ??
    (await detect(settings, url)) ??
    setting(settings, url, 'Proxy') ??
    ofEnvironment(url, environment)
  return named === undefined || named === '' || named === 'DIRECT' ? undefined : proxyUrl(named)
}

/** What is said of https counts before what is said of http, and for https alone. */
function setting({ configuration }: ProxySettings, url: URL, name: string): string | undefined {
  const schemes = url.protocol === 'https:' ? ['https', 'http'] : ['http']
  const values = schemes.map((scheme) => configuration?.get(`Acquire::${scheme}::${name}`))
  return values.find((value) => value !== undefined && value !== '')
}

/** `HTTP_PROXY` in capitals is left alone: a web server's CGI environment sets it from a header. */
function ofEnvironment(url: URL, environment: Environment): string | undefined {
  const { http_proxy, https_proxy } = environment
  return url.protocol === 'https:' ? (https_proxy ?? http_proxy) : http_proxy
}

/** The program's first line names the proxy for the URL; without one it knows nothing. */
async function detect(settings: ProxySettings, url: URL): Promise<string | undefined> {
  const scheme = url.protocol.slice(0, -1)
  const { configuration } = settings
  const program =
    configuration?.get(`Acquire::${scheme}::Proxy-Auto-Detect`) ||
    configuration?.get(`Acquire::${scheme}::ProxyAutoDetect`)
  if (!program) return undefined
  try {
    const { stdout } = await run(program, [url.href])
    return stdout.split('\n')[0]?.trim() || undefined
  } catch (cause) {
    const message = `cannot run "${program}", which Proxy-Auto-Detect names`
    throw new AptError('ERR_APT_CONFIGURATION', message, { cause })
  }
}

function proxyUrl(text: string): URL {
  if (/^(https?|socks5h):\/\//i.test(text) && URL.canParse(text)) return new URL(text)
  const hint = 'a proxy is given as http://HOST:PORT, https://HOST:PORT or socks5h://HOST:PORT'
  throw new AptError('ERR_APT_CONFIGURATION', `cannot use the proxy "${redactUrl(text)}"`, { hint })
}

/** apt looks at how a host's name ends, and knows no `*` (CheckDomainList in strutl.cc). */
function isExcluded(host: string, noProxy: string): boolean {
  return noProxy.split(',').some((end) => end !== '' && host.endsWith(end.toLowerCase()))
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
