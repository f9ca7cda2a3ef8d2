import { displayText, type Stanza } from '@apt2ostree/deb822'

/** Returns one line of JSON: the stanza's fields under their own names, in their order. */
export function formatStanzaJson(stanza: Stanza): string {
  return JSON.stringify(
    Object.fromEntries(stanza.fields().map(([name, value]) => [name, displayText(value)])),
  )
}

/** The option of every command that can print JSON. */
export const jsonOption = {
  json: { type: 'boolean', describe: 'Print a JSON object a line, for each stanza' },
} as const
