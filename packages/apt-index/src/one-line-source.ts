import { AptError } from './errors.js'
import { createSource, type Source } from './source.js'
import { type SourceOptions, setSourceOption } from './source-options.js'
import { splitWords } from './split-words.js'

/**
 * Returns the source of one line `deb [option=value …] URI SUITE COMPONENT…`, or none for a
 * `deb-src` line. Throws an AptError for anything else.
 */
export function parseOneLineSource(line: string, origin: string): Source[] {
  const match = /^(deb|deb-src)(?:\s+\[([^\]]*)\])?\s+(\S+)\s+(\S+)((?:\s+\S+)*)\s*$/.exec(line)
  const [, type, options, uri, suite, components] = match ?? []
  if (type === undefined || uri === undefined || suite === undefined) {
    const hint = 'a line reads: deb [option=value ...] URI SUITE COMPONENT...'
    throw new AptError('ERR_APT_SOURCES', `cannot read "${line}" at ${origin}`, { hint })
  }
  if (type === 'deb-src') return []
  try {
    const parsed = parseOptions(options ?? '')
    const words = splitWords(components)
    return [createSource({ uri, suite, components: words, origin }, parsed)]
  } catch (cause) {
    throw new AptError('ERR_APT_SOURCES', `cannot use the source at ${origin}`, { cause })
  }
}

function parseOptions(text: string): SourceOptions {
  const options: SourceOptions = {}
  for (const word of splitWords(text)) {
    const equals = word.indexOf('=')
    if (equals < 1) throw new AptError('ERR_APT_SOURCES', `option "${word}" has no value`)
    setSourceOption(options, word.slice(0, equals), word.slice(equals + 1))
  }
  return options
}
