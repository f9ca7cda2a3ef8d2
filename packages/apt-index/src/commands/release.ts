import { defineCommand } from '@apt2ostree/cli-kit'
import { encodeBytes, parseStanza } from '@apt2ostree/deb822'
import { archiveRelease } from '../release/archive-release.js'
import { fetchRelease } from '../release/fetch-release.js'
import { runTogether } from '../run-together.js'
import { onArchitecture } from '../sources/source.js'
import { formatReleaseStanza } from '../stream/archive-index.js'
import { archiveOptions, selectArchives } from './archive-options.js'
import { formatStanzaJson, jsonOption } from './stanza-json.js'

export const release = defineCommand({
  name: 'release',
  describe: 'Print what was verified of each suite: by which key, dated when',
  options: { ...archiveOptions, ...jsonOption },
  examples: ['apt-index release | grep ^Date:', 'apt-index release --json | jq -r .Suite'],
  async run(args, context) {
    const { sources, architectures, fetching } = await selectArchives(args, context)
    const releases = await runTogether(sources, fetching.signal, (source, signal) =>
      fetchRelease(onArchitecture(source, architectures[0]), { ...fetching, signal }),
    )
    const stanzas = releases.map((verified) =>
      formatReleaseStanza(archiveRelease(verified), [
        ['Components', verified.release.components.join(' ')],
        ['Architectures', verified.release.architectures.join(' ')],
        ['Valid-Until', verified.release.validUntil ?? ''],
      ]),
    )
    if (!args.json) await context.write(encodeBytes(stanzas.join('\n')))
    else for (const stanza of stanzas) await context.print(formatStanzaJson(parseStanza(stanza)))
  },
})
