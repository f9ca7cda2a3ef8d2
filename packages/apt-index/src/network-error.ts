import { FetchError } from './errors.js'

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
