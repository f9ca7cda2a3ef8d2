import { defineCommand } from '@apt2ostree/cli-kit'
import { encodeBytes, parseStanza } from '@apt2ostree/deb822'
import { fetchPackages } from '../fetch-packages.js'
import { findPackages } from '../find-packages.js'
import { formatIndexStanza } from '../stream/archive-index.js'
import { archiveOptions, selectArchives } from './archive-options.js'
import { formatStanzaJson, jsonOption } from './stanza-json.js'

export const show = defineCommand({
  name: 'show',
  operands: '<names..>',
  describe: 'Print the stanzas of packages by name, and which index they are from',
  positionals: {
    names: {
      type: 'string',
      array: true,
      describe: 'Names of binary packages',
      demandOption: true,
    },
  },
  options: { ...archiveOptions, ...jsonOption },
  examples: [
    'apt-index show nginx | grep ^Version:',
    'apt-index show --json nginx | jq -r .Depends',
  ],
  async run(args, context) {
    const { sources, architectures, fetching } = await selectArchives(args, context)
    const names = new Set(args.names)
    const indexes = await fetchPackages(sources, architectures, fetching)
    let separator = ''
    context.exitCode = 1
    for await (const { index, stanzas } of findPackages(indexes, (stanza) =>
      names.has(stanza.get('Package') ?? ''),
    )) {
      context.exitCode = 0
      for (const stanza of [parseStanza(formatIndexStanza(index)), ...stanzas]) {
        if (args.json) await context.print(formatStanzaJson(stanza))
        else await context.write(encodeBytes(`${separator}${stanza.text}`))
        separator = '\n'
      }
    }
  },
})
