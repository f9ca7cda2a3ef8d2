import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { globalAgent, request as requestHttps } from 'node:https'
import type { ProxyServer } from './network.js'

/** One HTTP request, redirects not followed. */
export interface HttpRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly proxy: ProxyServer | undefined
  /** Milliseconds of silence after which the request fails with `ETIMEDOUT`. */
  readonly timeout: number
  readonly signal: AbortSignal | undefined
}

/** A transfer that was silent for too long; coded like the kernel's own timeout. */
class TimeoutError extends Error {
  readonly code = 'ETIMEDOUT'
}

/**
 * Returns the response to a GET; its body is a stream of bytes that fails when the connection ends
 * early or falls silent. `https:` through an HTTP proxy goes by CONNECT, `http:` by an absolute URL.
 */
export async function sendRequest(request: HttpRequest): Promise<IncomingMessage> {
  const { url, proxy } = request
  if (proxy === undefined) return respond(request, url, {})
  if (url.protocol === 'https:' || proxy.url.protocol === 'socks5h:') {
    return respond(request, url, { agent: await tunnelAgent(proxy) })
  }
  return respond(request, proxy.url, {
    path: plainUrl(url),
    headers: { host: url.host, ...proxyHeaders(proxy) },
  })
}

interface Overrides {
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly agent?: Agent
}

function respond(
  request: HttpRequest,
  target: URL,
  overrides: Overrides,
): Promise<IncomingMessage> {
  const { timeout, signal } = request
  const isTls = target.protocol === 'https:'
  const send = isTls ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const outgoing = send({
      ...(isTls && globalAgent.options),
      hostname: target.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: target.port || (isTls ? 443 : 80),
      path: `${target.pathname}${target.search}`,
      timeout,
      ...(signal && { signal }),
      ...overrides,
      headers: { ...request.headers, ...overrides.headers },
    })
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      outgoing.on('timeout', () => response.destroy(silence(timeout)))
      resolve(response)
    })
    outgoing.on('timeout', () => outgoing.destroyed || outgoing.destroy(silence(timeout)))
    outgoing.end()
  })
}

/** Most machines have no proxy: these are loaded where there is one. */
async function tunnelAgent(proxy: ProxyServer): Promise<Agent> {
  if (proxy.url.protocol === 'socks5h:') {
    const { SocksProxyAgent } = await import('socks-proxy-agent')
    return new SocksProxyAgent(proxy.url)
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent')
  const address = new URL(proxy.url)
  address.username = ''
  address.password = ''
  return new HttpsProxyAgent(address, { ...globalAgent.options, headers: proxyHeaders(proxy) })
}

function proxyHeaders({ authorization }: ProxyServer): Record<string, string> {
  return authorization === undefined ? {} : { 'proxy-authorization': authorization }
}

/** A proxy has no business with what is for the server. */
function plainUrl(url: URL): string {
  const plain = new URL(url)
  plain.username = ''
  plain.password = ''
  return plain.href
}

function silence(timeout: number): TimeoutError {
  return new TimeoutError(`nothing was received for ${timeout / 1000} s`)
}
