import { type IncomingMessage, request as requestHttp } from 'node:http'
import { globalAgent, request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** One HTTP request, redirects not followed. */
export interface HttpRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** The URL of an HTTP proxy; it may hold a user name and password. */
  readonly proxy: URL | undefined
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
 * early or falls silent. `https:` through a proxy goes by CONNECT, `http:` by an absolute URL.
 */
export async function sendRequest(request: HttpRequest): Promise<IncomingMessage> {
  const { url, proxy } = request
  if (proxy === undefined) return respond(request, url, {})
  if (url.protocol === 'https:') {
    const socket = await openTunnel(request, proxy)
    return respond(request, url, { createConnection: () => socket })
  }
  return respond(request, proxy, { path: url.href, headers: proxyHeaders(proxy, url.host) })
}

interface Overrides {
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly createConnection?: () => Socket
}

function respond(
  request: HttpRequest,
  target: URL,
  overrides: Overrides,
): Promise<IncomingMessage> {
  const { timeout, signal } = request
  const send = target.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const outgoing = send({
      hostname: target.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: target.port,
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

function openTunnel(request: HttpRequest, proxy: URL): Promise<Socket> {
  const { url, timeout, signal } = request
  const authority = `${url.hostname}:${url.port || 443}`
  return new Promise((resolve, reject) => {
    const outgoing = requestHttp({
      method: 'CONNECT',
      hostname: proxy.hostname,
      port: proxy.port,
      path: authority,
      headers: proxyHeaders(proxy, authority),
      timeout,
      ...(signal && { signal }),
    })
    outgoing.on('timeout', () => outgoing.destroy(silence(timeout)))
    outgoing.on('error', reject)
    outgoing.on('connect', (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy()
        reject(new Error(`the proxy answered ${response.statusCode} to CONNECT`))
      } else resolve(connectTls({ ...globalAgent.options, socket, servername: url.hostname }))
    })
    outgoing.end()
  })
}

function proxyHeaders(proxy: URL, host: string): Record<string, string> {
  return { host, ...(proxy.username && { 'proxy-authorization': basicAuthorization(proxy) }) }
}

/** Returns the `Authorization` value for the user name and password in a URL. */
export function basicAuthorization(url: URL): string {
  const pair = `${unquote(url.username)}:${unquote(url.password)}`
  return `Basic ${Buffer.from(pair, 'latin1').toString('base64')}`
}

/** Takes a stray `%` as it is, where decodeURIComponent throws. */
function unquote(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function silence(timeout: number): TimeoutError {
  return new TimeoutError(`nothing was received for ${timeout / 1000} s`)
}
