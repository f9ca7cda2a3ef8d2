import { trimBlankEnd } from './byte-string.js'
import { Deb822Error } from './errors.js'

/**
 * Returns the text of a stanza, each field on a line of its own, without an empty line after it.
 * `parseStanza(formatStanza(fields)).fields()` gives the fields back.
 * Throws `Deb822Error` for a name or value that deb822(5) has no way to write.
 */
export function formatStanza(fields: Iterable<readonly [name: string, value: string]>): string {
  let text = ''
  for (const [name, value] of fields) {
    if (!/^[!-"$-,.-9;-~][!-9;-~]*$/.test(name)) {
      throw new Deb822Error('ERR_DEB822_SYNTAX', `cannot write a field named "${name}"`)
    }
    if (!isWritable(value)) {
      const problem = 'an empty line, an unindented one or white space around it'
      throw new Deb822Error('ERR_DEB822_SYNTAX', `cannot write field ${name}: value has ${problem}`)
    }
    text += value === '' || value.startsWith('\n') ? `${name}:${value}\n` : `${name}: ${value}\n`
  }
  return text
}

function isWritable(value: string): boolean {
  if (value !== trimBlankEnd(value) || /^[ \t]/.test(value)) return false
  return !/\n(?![ \t]+[^ \t\r\n])/.test(value)
}
