import { defineCommand } from '@apt2ostree/cli-kit'
import { formatTarEntry } from '../format-tar-entry.js'
import { dataTar } from '../open-tar.js'
import { readTar, type TarEntry } from '../read-tar.js'
import { debOperand, openDeb } from './deb-operand.js'

export const contents = defineCommand({
  name: 'contents',
  operands: '[deb]',
  describe: 'List the files as dpkg-deb --contents does, times in UTC',
  positionals: { deb: debOperand },
  options: {
    json: { type: 'boolean', default: false, describe: 'Print a JSON object per line' },
  },
  examples: [
    'deb-ar contents hello.deb | grep bin/',
    'deb-ar contents --json - <hello.deb | jq .name',
  ],
  async run({ deb, json }, context) {
    const { source, options } = openDeb(context, deb)
    for await (const entry of readTar(dataTar(source, options), options)) {
      const line = json ? formatJson(entry) : formatTarEntry(entry)
      await context.write(Buffer.from(`${line}\n`, 'latin1'))
    }
  },
})

/** Names are byte strings, so a name in UTF-8 is decoded; bytes that aren't become U+FFFD. */
function formatJson({ content, ...entry }: TarEntry): string {
  const decode = (text: string) => Buffer.from(text, 'latin1').toString()
  const decoded = { ...entry, name: decode(entry.name), linkName: decode(entry.linkName) }
  return Buffer.from(JSON.stringify(decoded)).toString('latin1')
}
