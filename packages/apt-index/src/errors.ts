/** What can go wrong between a source and its verified Packages. */
export type AptErrorCode =
  | 'ERR_APT_SOURCES'
  | 'ERR_APT_CONFIGURATION'
  | 'ERR_APT_KEYRING'
  | 'ERR_APT_UNTRUSTED'
  | 'ERR_APT_RELEASE'
  | 'ERR_APT_INDEX'
  | 'ERR_APT_OFFLINE'

/** An archive, a source or a key that can't be used. */
export class AptError extends Error {
  override readonly name = 'AptError'
  readonly code: AptErrorCode
  readonly hint?: string

  constructor(
    code: AptErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : {})
    this.code = code
    if (options.hint !== undefined) this.hint = options.hint
  }
}

/** Why a download failed; `not-found`, `transient` and `mismatch` are what callers branch on. */
export type FetchFailure = 'not-found' | 'transient' | 'mismatch' | 'refused' | 'offline'

/** What is known of a failed download beside its reason. */
export interface FetchErrorDetails {
  readonly hint?: string
  readonly cause?: unknown
  /** The HTTP status that was answered. */
  readonly status?: number
  /** Seconds after which the server asks to be asked again. */
  readonly retryAfter?: number
}

/** A URL that could not be fetched, or whose content is not what was promised. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  readonly code = 'ERR_APT_FETCH'
  readonly failure: FetchFailure
  /** The URL without credentials. */
  readonly url: string
  readonly hint?: string
  readonly status?: number
  readonly retryAfter?: number

  constructor(failure: FetchFailure, url: string, reason: string, details: FetchErrorDetails = {}) {
    const { cause, ...known } = details
    const shown = redactUrl(url)
    super(`cannot fetch "${shown}": ${reason}`, cause === undefined ? {} : { cause })
    this.failure = failure
    this.url = shown
    Object.assign(this, known)
  }
}

/** Returns the URL as it may be printed: without user name and password. */
export function redactUrl(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')
}
