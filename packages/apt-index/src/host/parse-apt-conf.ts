import { AptError } from '../errors.js'
import { quoteWord, type Word } from '../sources/quote-word.js'

/** One instruction of an apt.conf(5) file. */
export type AptConfStatement =
  | { readonly kind: 'set'; readonly name: string; readonly value: string }
  | { readonly kind: 'clear'; readonly name: string }
  | { readonly kind: 'include'; readonly path: string }

/**
 * Returns what an apt.conf(5) file says, in its order: `A::B "c";` and `A { B "c"; "item"; };`, as apt's
 * ReadConfigFile takes it (configuration.cc), which looks at quotes and marks and little else. Throws
 * an AptError that names the file and line for what apt refuses.
 */
export function parseAptConf(text: string, file: string): AptConfStatement[] {
  const statements: AptConfStatement[] = []
  const scopes: string[] = []
  let words = ''
  for (const { content, line } of contentLines(text)) {
    const fail = (reason: string) => refuse(`${file}:${line}`, reason)
    for (const part of content.match(/(?:[^{};"]|"[^"]*(?:"|$))+|[{};]/g) ?? []) {
      if (!/^[{};]$/.test(part)) {
        words = [words, strip(part)].filter((each) => each !== '').join(' ')
        continue
      }
      if (words !== '') {
        const statement = toStatement(words, part === '{', scopes, fail)
        if (statement !== undefined) statements.push(statement)
      } else if (part === '{') fail('a block has no name')
      words = ''
      if (part === '}') scopes.pop()
    }
  }
  if (words !== '') refuse(file, 'it ends inside a statement')
  return statements
}

/** A statement's words up to a mark; `{` opens a scope, whose name the first of them is. */
function toStatement(
  words: string,
  opens: boolean,
  scopes: string[],
  fail: (reason: string) => never,
): AptConfStatement | undefined {
  const tag = quoteWord(words) ?? fail('a quote or bracket without its end')
  const word = cWord(tag.rest) ?? quoteWord(tag.rest)
  if (word !== undefined && word.rest !== '') fail(`";" expected after "${word.text}"`)
  const scope = scopes.at(-1)
  if (opens) {
    scopes.push(scope === undefined ? tag.text : `${scope}::${tag.text}`)
    return word && { kind: 'set', name: scopes.at(-1) ?? '', value: word.text }
  }
  const [name, value] = word === undefined ? ['', tag.text] : [tag.text, word.text]
  if (name.startsWith('#')) return directive(name, value, scope, fail)
  if (name === '' && value === '#clear') fail('#clear needs a name')
  return { kind: 'set', name: scope === undefined ? name : `${scope}::${name}`, value }
}

function directive(
  name: string,
  value: string,
  scope: string | undefined,
  fail: (reason: string) => never,
): AptConfStatement | undefined {
  if (scope !== undefined) fail(`${name} stands in a block`)
  if (name === '#clear') return { kind: 'clear', name: value }
  if (name === '#include') return { kind: 'include', path: value }
  return name === '#x-apt-configure-index' ? undefined : fail(`unknown ${name}`)
}

/** apt's ParseCWord: quoted strings alone, joined. */
function cWord(text: string): Word | undefined {
  if (!/^ *(?:"[^"]*"\s*)+$/.test(text)) return undefined
  const joined = text.trimStart().replace(/"([^"]*)"|\s+/g, (_, quoted) => quoted ?? ' ')
  return { text: joined, rest: '' }
}

const magic = /^#(?:clear|include|x-apt-configure-index)/

/** Yields the lines without comments: a mark inside quotes, as counted from the line's start, is none. */
function* contentLines(text: string): Generator<{ content: string; line: number }> {
  let inComment = false
  for (const [at, raw] of text.split('\n').entries()) {
    let rest = strip(raw.replaceAll('\t', '        '))
    if (inComment) {
      const end = rest.indexOf('*/')
      if (end < 0) continue
      rest = rest.slice(end + 2)
      inComment = false
    }
    rest = cutAt(rest, '//', () => false)
    rest = cutAt(rest, '#', (from) => magic.test(from))
    let content = ''
    for (;;) {
      const start = findOutsideQuotes(rest, '/*', () => false)
      const end = start < 0 ? -1 : rest.indexOf('*/', start + 2)
      content += start < 0 ? rest : rest.slice(0, start)
      inComment = start >= 0 && end < 0
      if (start < 0 || end < 0) break
      rest = rest.slice(end + 2)
    }
    if (content !== '') yield { content, line: at + 1 }
  }
}

function cutAt(line: string, mark: string, isKept: (from: string) => boolean): string {
  const at = findOutsideQuotes(line, mark, isKept)
  return at < 0 ? line : line.slice(0, at)
}

function findOutsideQuotes(line: string, mark: string, isKept: (from: string) => boolean): number {
  for (let at = line.indexOf(mark); at >= 0; at = line.indexOf(mark, at + 1)) {
    const quotes = line.slice(0, at).split('"').length - 1
    if (quotes % 2 === 0 && !isKept(line.slice(at))) return at
  }
  return -1
}

/** Text is a byte string, in which 0xA0 is no white space. */
function strip(text: string): string {
  return text.replace(/^[ \t-\r]+|[ \t-\r]+$/g, '')
}

function refuse(place: string, reason: string): never {
  const message = `cannot read apt's configuration at ${place}: ${reason}`
  throw new AptError('ERR_APT_CONFIGURATION', message)
}
