import { parseStanzas, type Stanza } from '@apt2ostree/deb822'
import { AptError } from './errors.js'
import { parseOneLineSource } from './one-line-source.js'
import { createSource, type Source } from './source.js'
import { requireBoolean, type SourceOptions, setSourceOption } from './source-options.js'
import { splitWords } from './split-words.js'

/** The two formats of sources.list(5): deb822 in `.sources` files, one-line in `.list` files. */
export type SourcesKind = 'sources' | 'list'

/**
 * Returns the binary package sources of a file's text, one for each URI and suite, in the order
 * written; `deb-src` lines and disabled entries are left out. Follows sources.list(5).
 *
 * @param name what to call the file in messages.
 */
export function parseSources(text: string, kind: SourcesKind, name: string): Source[] {
  return kind === 'list' ? parseListFile(text, name) : parseSourcesFile(text, name)
}

/** Returns the kind of file that the name's suffix says, undefined for one that apt ignores. */
export function sourcesKind(path: string): SourcesKind | undefined {
  if (path.endsWith('.sources')) return 'sources'
  return path.endsWith('.list') ? 'list' : undefined
}

function parseListFile(text: string, name: string): Source[] {
  return text.split('\n').flatMap((line, at) => {
    const content = line.replace(/#.*/, '').trim()
    return content === '' ? [] : parseOneLineSource(content, `${name}:${at + 1}`)
  })
}

function parseSourcesFile(text: string, name: string): Source[] {
  return [...parseStanzas(text)].flatMap((stanza) => {
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
  if (!required(stanza, 'Types').includes('deb')) return []
  const options: SourceOptions = {}
  for (const [field, value] of stanza.fields()) setSourceOption(options, field, value)
  const components = splitWords(stanza.get('Components'))
  return required(stanza, 'URIs').flatMap((uri) =>
    required(stanza, 'Suites').map((suite) =>
      createSource({ uri, suite, components, origin }, options),
    ),
  )
}

function required(stanza: Stanza, field: string): string[] {
  const found = splitWords(stanza.get(field))
  if (found.length === 0) throw new AptError('ERR_APT_SOURCES', `no ${field}`)
  return found
}
