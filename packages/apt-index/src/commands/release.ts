import { defineCommand } from '@apt2ostree/cli-kit'
import { fetchRelease } from '../fetch-release.js'
import { formatReleaseStanza } from '../index-stanza.js'
import { archiveOptions, selectArchives } from './archive-options.js'

export const release = defineCommand({
  name: 'release',
  describe: 'Print what was verified of each suite: by which key, dated when',
  options: archiveOptions,
  examples: ['apt-index release | grep ^Date:', 'apt-index release --offline | grep ^Signed-By:'],
  async run(args, context) {
    const { sources, context: fetching } = await selectArchives(args, context)
    const releases = await Promise.all(sources.map((source) => fetchRelease(source, fetching)))
    const stanzas = releases.map(formatReleaseStanza)
    await context.write(Buffer.from(stanzas.join('\n'), 'latin1'))
  },
})
