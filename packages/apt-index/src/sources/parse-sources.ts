import { parseStanzas, type Stanza } from '@apt2ostree/deb822'
import { AptError } from '../errors.js'
import { splitWords } from '../words.js'
import { parseOneLineSource } from './one-line-source.js'
import { createSource, isFetchable, type Source } from './source.js'
import { requireBoolean, type SourceOptions, setSourceOption } from './source-options.js'

/** The two formats of sources.list(5): deb822 in `.sources` files, one-line in `.list` files. */
export type SourcesKind = 'sources' | 'list'

/** What a file of sources holds, good and bad. */
export interface ReadSources {
  readonly sources: Source[]
  /** Sources of kinds that are left to apt, as messages. */
  readonly passedOver: string[]
  /** Entries that can't be used as they are meant. */
  readonly problems: AptError[]
}

/**
 * Returns the binary package sources of a file's text, one for each URI and suite, in the order
 * written; `deb-src` lines and disabled entries are left out. Follows sources.list(5). Throws an
 * AptError for one that can't be used.
 *
 * @param name what to call the file in messages.
 */
export function parseSources(text: string, kind: SourcesKind, name: string): Source[] {
  const { sources, problems } = readEntries(text, kind, name)
  const [problem] = problems
  if (problem !== undefined) throw problem
  const foreign = sources.find((source) => !isFetchable(source))
  if (foreign === undefined) return sources
  throw new AptError('ERR_APT_SOURCES', `cannot use the source at ${foreign.origin}`, {
    cause: new AptError('ERR_APT_SOURCES', cannotFetch(foreign)),
    hint: 'http:, https:, file: and mirror lists of those are supported',
  })
}

/** Returns the same as far as it is good, and what isn't. */
export function readSources(text: string, kind: SourcesKind, name: string): ReadSources {
  const { sources, problems } = readEntries(text, kind, name)
  return {
    sources: sources.filter(isFetchable),
    passedOver: sources
      .filter((source) => !isFetchable(source))
      .map((source) => `passed over the source at ${source.origin}: ${cannotFetch(source)}`),
    problems,
  }
}

/** Returns the kind of file that the name's suffix says, undefined for one that apt ignores. */
export function sourcesKind(path: string): SourcesKind | undefined {
  if (path.endsWith('.sources')) return 'sources'
  return path.endsWith('.list') ? 'list' : undefined
}

function cannotFetch({ uri }: Source): string {
  return `cannot fetch from "${uri}"`
}

function readEntries(
  text: string,
  kind: SourcesKind,
  name: string,
): Omit<ReadSources, 'passedOver'> {
  const entries = kind === 'list' ? lineEntries(text, name) : stanzaEntries(text, name)
  const sources: Source[] = []
  const problems: AptError[] = []
  for (const entry of entries) {
    try {
      sources.push(...entry())
    } catch (error) {
      if (!(error instanceof AptError)) throw error
      problems.push(error)
    }
  }
  return { sources, problems }
}

type Entry = () => Source[]

/** A `#` within brackets begins no comment. */
function lineEntries(text: string, name: string): Entry[] {
  return text.split('\n').flatMap((line, at): Entry[] => {
    const content = /^(?:\[[^\]]*\]|[^#])*/.exec(line)?.[0].trim() ?? ''
    return content === '' ? [] : [() => parseOneLineSource(content, `${name}:${at + 1}`)]
  })
}

function stanzaEntries(text: string, name: string): Entry[] {
  return [...parseStanzas(text.replaceAll('\r\n', '\n'))].map((stanza) => () => {
    const origin = `${name}:${stanza.line}`
    try {
      return sourcesOfStanza(stanza, origin)
    } catch (cause) {
      throw new AptError('ERR_APT_SOURCES', `cannot use the source at ${origin}`, { cause })
    }
  })
}

function sourcesOfStanza(stanza: Stanza, origin: string): Source[] {
  const enabled = stanza.get('Enabled')
  if (enabled !== undefined && !requireBoolean(enabled)) return []
  const types = required(stanza, 'Types')
  const isBinary = types.includes('deb')
  const other = types.find((type) => type !== 'deb' && type !== 'deb-src')
  if (other !== undefined) throw new AptError('ERR_APT_SOURCES', `unknown type "${other}"`)
  const options: SourceOptions = {}
  if (isBinary) {
    for (const [field, value] of stanza.fields()) setSourceOption(options, field, value)
  }
  const components = splitWords(stanza.get('Components'))
  const sources = required(stanza, 'URIs').flatMap((uri) =>
    required(stanza, 'Suites').map((suite) =>
      createSource({ uri, suite, components, origin }, options),
    ),
  )
  return isBinary ? sources : []
}

function required(stanza: Stanza, field: string): string[] {
  const found = splitWords(stanza.get(field))
  if (found.length === 0) throw new AptError('ERR_APT_SOURCES', `no ${field}`)
  return found
}
