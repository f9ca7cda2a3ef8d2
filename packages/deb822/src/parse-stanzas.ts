import { Deb822Error } from './errors.js'
import { Stanza, type TextBlock } from './stanza.js'

/**
 * Yields the stanzas of control data: what stands between empty lines, comments aside. Fields are
 * not looked at yet, so nothing is refused here; `Stanza.fields` does.
 * `text` is a byte string; `firstLine` is the number of its first line.
 */
export function* parseStanzas(text: string, firstLine = 1): Generator<Stanza> {
  const block: TextBlock = { text, firstLine }
  let start = skipToStanza(text, 0)
  while (start < text.length) {
    const blank = text.indexOf('\n\n', start)
    const end = blank < 0 ? withoutFinalNewline(text) : blank
    yield new Stanza(block, start, end)
    start = skipToStanza(text, end + 1)
  }
}

/** Returns the only stanza of `text`. Throws `Deb822Error` when there is none or a second one. */
export function parseStanza(text: string): Stanza {
  const [stanza, second] = parseStanzas(text)
  if (stanza === undefined) throw new Deb822Error('ERR_DEB822_SYNTAX', 'expected a stanza')
  if (second !== undefined) {
    throw new Deb822Error('ERR_DEB822_SYNTAX', 'expected one stanza, not more', second.line)
  }
  return stanza
}

/** Returns where the next line starts that is neither empty nor a comment. */
function skipToStanza(text: string, start: number): number {
  let at = start
  while (at < text.length) {
    if (text[at] === '\n') at++
    else if (text[at] === '#') at = after(text, at)
    else break
  }
  return at
}

function after(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end + 1
}

function withoutFinalNewline(text: string): number {
  return text.endsWith('\n') ? text.length - 1 : text.length
}
