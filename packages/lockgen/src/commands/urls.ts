import { defineCommand } from '@apt2ostree/cli-kit'
import { lockUrls, type Mirrors } from '../lock-urls.js'
import { readLock } from './read-lock.js'

export const urls = defineCommand({
  name: 'urls',
  operands: '<lock>',
  describe: 'Print what would be fetched: URL, SHA256 and size of each .deb',
  positionals: {
    lock: { type: 'string', demandOption: true, describe: 'A lockfile, or - for stdin' },
  },
  options: {
    mirror: {
      type: 'string',
      array: true,
      demandOption: true,
      describe:
        'Base address of the archive or a template with {filename}, {sha256} or {sha1}; RELEASE=URL for one release of the lock',
    },
    json: { type: 'boolean', default: false, describe: 'Print one JSON object a line' },
  },
  examples: [
    'lockgen urls nginx.lock --mirror http://example.org/debian | cut -f1 | wget -i -',
    "lockgen urls nginx.lock --mirror http://example.org/debian --json | jq -s 'map(.size) | add'",
  ],
  async run(args, context) {
    const found = lockUrls(await readLock(context, args.lock), parseMirrors(args.mirror))
    for (const entry of found) {
      const { url, sha256, size } = entry
      await context.print(args.json ? JSON.stringify(entry) : `${url}\t${sha256}\t${size}`)
    }
  },
})

/** A release id has no slash, so an `=` before the first one ends it. */
function parseMirrors(mirrors: readonly string[]): Mirrors {
  const named = mirrors.map((text) => /^(?:([^/=]+)=)?(.+)$/.exec(text) ?? [text, undefined, text])
  const fallback = named.find(([, release]) => release === undefined)?.[2]
  return {
    byRelease: new Map(
      named.flatMap(([, release, url]) => (release && url ? [[release, url]] : [])),
    ),
    ...(fallback !== undefined && { fallback }),
  }
}
