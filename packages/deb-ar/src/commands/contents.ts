import { defineCommand } from '@apt2ostree/cli-kit'
import { dataTar } from '../open-tar.js'
import { readTar, type TarEntry } from '../read-tar.js'
import { debOperand, openDeb } from './deb-operand.js'
import { formatTarEntry } from './format-tar-entry.js'

export const contents = defineCommand({
  name: 'contents',
  operands: '[deb]',
  describe: 'List the files as dpkg-deb --contents does, times in UTC',
  positionals: { deb: debOperand },
  options: {
    json: { type: 'boolean', default: false, describe: 'Print a JSON object per line' },
    null: {
      type: 'boolean',
      alias: '0',
      default: false,
      describe: 'Print names alone, with a NUL after each',
    },
  },
  examples: [
    'deb-ar contents hello.deb | grep bin/',
    'deb-ar contents --json - <hello.deb | jq .name',
  ],
  async run({ deb, json, null: isNull }, context) {
    const { source, options } = openDeb(context, deb)
    for await (const entry of readTar(dataTar(source, options), options)) {
      if (isNull) await context.write(Buffer.from(`${entry.name}\0`, 'latin1'))
      else await context.print(json ? formatJson(entry) : formatTarEntry(entry))
    }
  },
})

/** Names are byte strings, so a name in UTF-8 is decoded; bytes that aren't become U+FFFD. */
function formatJson({ content, ...entry }: TarEntry): string {
  const decode = (text: string) => Buffer.from(text, 'latin1').toString()
  const decoded = { ...entry, name: decode(entry.name), linkName: decode(entry.linkName) }
  return JSON.stringify(decoded)
}
