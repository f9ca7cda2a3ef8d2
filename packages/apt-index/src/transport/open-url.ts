import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { FetchError, redactUrl } from '../errors.js'
import { sendRequest } from './http-request.js'
import type { Network } from './network.js'

/** What to ask of a URL beside its content. */
export interface OpenUrlOptions {
  readonly network: Network
  /** Ask for the rest from this byte on; the answer may still be the whole. */
  readonly offset?: number
  /** An HTTP date; the answer may be "not modified". */
  readonly ifModifiedSince?: string
  /** Ask caches on the way for a fresh copy. */
  readonly fresh?: boolean
  readonly signal?: AbortSignal
}

/** The content of a URL on its way. */
export interface Transfer {
  /** Where the content begins: the offset asked for, or 0 if the server sends it all. */
  readonly offset: number
  /** The bytes to come, where the server says. */
  readonly size: number | undefined
  readonly lastModified: string | undefined
  /** To be read or destroyed. */
  readonly body: Readable
}

const maxRedirects = 10

/**
 * Returns the content of an `http:`, `https:` or `file:` URL, undefined when it wasn't modified.
 * Redirects are followed as apt does: never away from https, at most ten, and without the
 * credentials once the host changes. Throws a FetchError.
 */
export async function openUrl(url: string, options: OpenUrlOptions): Promise<Transfer | undefined> {
  if (url.startsWith('file:')) return openFile(url, options.offset ?? 0)
  if (options.network.offline) {
    throw new FetchError('offline', url, 'the network is not to be used')
  }
  let at = parseUrl(url)
  for (let hops = 0; hops <= maxRedirects; hops++) {
    const response = await getOnce(at, options)
    const location = response.headers.location
    if (!isRedirect(response) || location === undefined) return toTransfer(url, response, options)
    response.destroy()
    at = redirected(url, at, location)
  }
  throw new FetchError('refused', url, `more than ${maxRedirects} redirects`)
}

async function openFile(url: string, offset: number): Promise<Transfer> {
  try {
    const path = fileURLToPath(url)
    const { size, mtime } = await stat(path)
    const body = createReadStream(path, { start: offset, highWaterMark: 1 << 20 })
    return { offset, size: size - offset, lastModified: mtime.toUTCString(), body }
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing) throw new FetchError('not-found', url, 'no such file')
    throw new FetchError('refused', url, 'it is not readable', { cause })
  }
}

function parseUrl(url: string): URL {
  try {
    return new URL(url)
  } catch {
    throw new FetchError('refused', url, 'not a URL')
  }
}

async function getOnce(url: URL, options: OpenUrlOptions): Promise<IncomingMessage> {
  const { network, offset, ifModifiedSince, signal } = options
  const authorization = network.authorizationFor(url)
  const proxy = await network.proxyFor(url)
  const headers = {
    'user-agent': 'apt-index',
    ...(authorization && { authorization }),
    ...(offset && { range: `bytes=${offset}-` }),
    ...(ifModifiedSince && { 'if-modified-since': ifModifiedSince }),
    ...(options.fresh && { 'cache-control': 'max-age=0' }),
  }
  try {
    return await sendRequest({ url, headers, proxy, timeout: network.timeoutFor(url), signal })
  } catch (error) {
    throw networkError(url.href, error)
  }
}

function isRedirect(response: IncomingMessage): boolean {
  return [301, 302, 303, 307, 308].includes(response.statusCode ?? 0)
}

function redirected(original: string, from: URL, location: string): URL {
  const to = resolveRedirect(from, location)
  if (to !== undefined) return to
  throw new FetchError('refused', original, `it redirects to "${redactUrl(location)}"`)
}

function toTransfer(
  url: string,
  response: IncomingMessage,
  { offset = 0, ifModifiedSince }: OpenUrlOptions,
): Transfer | undefined {
  const { statusCode: status = 0, headers } = response
  const size =
    headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
  const lastModified = headers['last-modified']
  if (status === 200) return { offset: 0, size, lastModified, body: response }
  if (status === 206 && headers['content-range']?.startsWith(`bytes ${offset}-`)) {
    return { offset, size, lastModified, body: response }
  }
  response.destroy()
  if (status === 304 && ifModifiedSince !== undefined) return undefined
  const reason = `HTTP status ${status} ${response.statusMessage ?? ''}`.trimEnd()
  if (status === 404 || status === 410) throw new FetchError('not-found', url, reason)
  const transient = status === 408 || status === 429 || status >= 500
  const retryAfter = secondsToWait(headers['retry-after'])
  throw new FetchError(transient ? 'transient' : 'refused', url, reason, {
    status,
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

/** Retry-After (RFC 9110, section 10.2.3): seconds, or a date. */
function secondsToWait(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

/**
 * Returns where a redirect leads, undefined where it may not be followed: to anything but HTTP, and
 * from https to http, as for apt (methods/basehttp.cc). Credentials go along to the same host only.
 */
export function resolveRedirect(from: URL, location: string): URL | undefined {
  if (!URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from.href)
  const isSafe = to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')
  if (!isSafe) return undefined
  const isSameHost = to.host === from.host && to.protocol === from.protocol
  to.username = isSameHost ? from.username : ''
  to.password = isSameHost ? from.password : ''
  return to
}

const transientCodes = new Set(
  'ECONNRESET ECONNREFUSED ETIMEDOUT EPIPE EAI_AGAIN ENETUNREACH EHOSTUNREACH'.split(' '),
)

/** Returns the FetchError for what a socket threw at any time of a transfer. */
export function networkError(url: string, error: unknown): FetchError {
  if (error instanceof FetchError) return error
  const { code, message } = error as NodeJS.ErrnoException
  const failure = transientCodes.has(code ?? '') ? 'transient' : 'refused'
  const reason = message === 'aborted' ? 'the connection was closed half way' : message || code
  return new FetchError(failure, url, reason ?? 'no answer')
}
