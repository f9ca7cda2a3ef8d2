import { AptError } from '../errors.js'
import type { SourceOptions } from './source-options.js'

/** One suite of one archive, and what is wanted from it: a `deb` line for a single suite. */
export interface Source extends SourceOptions {
  /** The archive's base URI, ending in `/`. */
  readonly uri: string
  /** The suite or codename; with a `/` at its end it is the path of a flat archive. */
  readonly suite: string
  /** Empty for a flat archive. */
  readonly components: readonly string[]
  /** Where it was written, for messages: `FILE:LINE`. */
  readonly origin: string
}

/** Returns whether the source is a flat archive: index files beside Release, no components. */
export function isFlat(source: Pick<Source, 'suite'>): boolean {
  return source.suite.endsWith('/')
}

/** Returns the source on a machine of that architecture, as apt replaces `$(ARCH)`. */
export function onArchitecture(source: Source, architecture = ''): Source {
  const { uri, suite } = source
  const replace = (text: string) => text.replaceAll('$(ARCH)', architecture)
  return { ...source, uri: replace(uri), suite: isFlat(source) ? replace(suite) : suite }
}

/** Returns whether the source's archive can be reached: http, https, local files, mirror lists of those. */
export function isFetchable({ uri }: Pick<Source, 'uri'>): boolean {
  return /^(https?|file|mirror(\+(https?|file|copy))?):\//i.test(uri)
}

/** What a source must have; all else is optional. */
export type SourceParts = Pick<Source, 'uri' | 'suite' | 'components' | 'origin'>

/** Returns a source of these parts. Throws an AptError for components with a flat archive, or
 * none without. */
export function createSource(parts: SourceParts, options: SourceOptions): Source {
  const { uri, suite, components, origin } = parts
  if (!uri.includes(':')) throw new AptError('ERR_APT_SOURCES', `"${uri}" is no URI`)
  if (suite.endsWith('/') !== (components.length === 0)) {
    const reason = components.length === 0 ? 'needs a component' : 'takes no components'
    throw new AptError('ERR_APT_SOURCES', `suite "${suite}" ${reason}`)
  }
  const base = uri.replace(/^(copy|file):\/*/i, 'file:///').replace(/\/*$/, '/')
  return { uri: base, suite, components, origin, ...options }
}
