import { defineCommand } from '@apt2ostree/cli-kit'
import { readStanzaBatches } from '@apt2ostree/deb822'
import { fetchPackages } from '../fetch-packages.js'
import { formatIndexStream } from '../stream/stream-indexes.js'
import { archiveOptions, selectArchives } from './archive-options.js'
import { formatStanzaJson, jsonOption } from './stanza-json.js'

export const packages = defineCommand({
  name: 'packages',
  describe: 'Print the verified Packages of the archives',
  options: { ...archiveOptions, ...jsonOption },
  examples: [
    'apt-index packages --arch amd64 | lockgen lock nginx -o nginx.lock',
    'apt-index packages --json | jq -r .Package | sort -u',
  ],
  async run(args, context) {
    const { sources, architectures, fetching } = await selectArchives(args, context)
    const stream = formatIndexStream(await fetchPackages(sources, architectures, fetching))
    if (!args.json) {
      for await (const chunk of stream) await context.write(chunk)
      return
    }
    for await (const batch of readStanzaBatches(stream)) {
      const lines = [...batch].map((stanza) => `${formatStanzaJson(stanza)}\n`)
      await context.write(lines.join(''))
    }
  },
})
