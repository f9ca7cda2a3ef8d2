import { AptError } from '../errors.js'
import { quoteWord } from './quote-word.js'
import { createSource, type Source } from './source.js'
import { type SourceOptions, setSourceOption } from './source-options.js'

/**
 * Returns the source of one line `deb [option=value …] URI SUITE COMPONENT…`, or none for a
 * `deb-src` line. Throws an AptError for anything else.
 */
export function parseOneLineSource(line: string, origin: string): Source[] {
  const [, type, options = '', rest = ''] =
    /^(deb|deb-src)[ \t-\r]+(?:\[([^\]]*)\][ \t-\r]*)?(.*)$/.exec(line) ?? []
  const [uri, suite, ...components] = words(rest)
  if (type === undefined || uri === undefined || suite === undefined) {
    const hint = 'a line reads: deb [option=value ...] URI SUITE COMPONENT...'
    throw new AptError('ERR_APT_SOURCES', `cannot read "${line}" at ${origin}`, { hint })
  }
  try {
    const isBinary = type === 'deb'
    const read = isBinary ? parseOptions(options) : {}
    const source = createSource({ uri, suite, components, origin }, read)
    return isBinary ? [source] : []
  } catch (cause) {
    throw new AptError('ERR_APT_SOURCES', `cannot use the source at ${origin}`, { cause })
  }
}

function words(text: string): string[] {
  const found: string[] = []
  for (let word = quoteWord(text); word !== undefined; word = quoteWord(word.rest)) {
    found.push(word.text)
  }
  return found
}

function parseOptions(text: string): SourceOptions {
  const options: SourceOptions = {}
  for (const word of words(text)) {
    const equals = word.indexOf('=')
    if (equals < 1) throw new AptError('ERR_APT_SOURCES', `option "${word}" has no value`)
    setSourceOption(options, word.slice(0, equals), word.slice(equals + 1))
  }
  return options
}
