import { defineCommand } from '@apt2ostree/cli-kit'
import { displayText, type Stanza } from '@apt2ostree/deb822'
import { fetchPackages } from '../fetch-packages.js'
import { findPackages } from '../find-packages.js'
import { archiveOptions, selectArchives } from './archive-options.js'
import { formatStanzaJson, jsonOption } from './stanza-json.js'

export const search = defineCommand({
  name: 'search',
  operands: '<words..>',
  describe: 'List the packages whose name or description has all the words',
  positionals: {
    words: { type: 'string', array: true, describe: 'Words, in any case', demandOption: true },
  },
  options: { ...archiveOptions, ...jsonOption },
  examples: [
    'apt-index search web server | cut -f 1',
    'apt-index search --json nginx | jq .Version',
  ],
  async run(args, context) {
    const { sources, architectures, fetching } = await selectArchives(args, context)
    const words = args.words.map((word) => word.toLowerCase())
    const indexes = await fetchPackages(sources, architectures, fetching)
    context.exitCode = 1
    for await (const { index, stanzas } of findPackages(indexes, (each) => hasAll(each, words))) {
      context.exitCode = 0
      for (const stanza of stanzas) {
        const line = [...columns(stanza), index.sourceSuite, summaryOf(stanza)].join('\t')
        await context.print(args.json ? formatStanzaJson(stanza) : displayText(line))
      }
    }
  },
})

function hasAll(stanza: Stanza, words: readonly string[]): boolean {
  const text = displayText(`${stanza.get('Package')} ${stanza.get('Description')}`).toLowerCase()
  return words.every((word) => text.includes(word))
}

function columns(stanza: Stanza): string[] {
  return ['Package', 'Version', 'Architecture'].map((field) => stanza.get(field) ?? '')
}

function summaryOf(stanza: Stanza): string {
  return stanza.get('Description')?.split('\n')[0] ?? ''
}
