import { formatIndexStanza } from '@apt2ostree/apt-index/index-stream'
import { encodeBytes } from '@apt2ostree/deb822'
import { type Offer, readOffers } from '../src/offers/read-offers.js'

const sha256 = '01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b'

/** Returns the stanza of a package: `a 1` and its other fields, each on a line. */
export function packageStanza(head: string, fields = ''): string {
  const [name = '', version = '1', architecture = 'amd64'] = head.split(' ')
  const source = `${name}_${version}_${architecture}`
  return `Package: ${name}
Version: ${version}
Architecture: ${architecture}
Filename: pool/${source}.deb
Size: 1
SHA256: ${sha256}
${fields
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '')
  .join('\n')}
`.replace(/\n+$/, '\n')
}

/** Returns the stanza that announces an index of a suite, with more fields, each on a line. */
export function indexStanza(codename: string, fields = ''): string {
  const index = formatIndexStanza({
    path: 'main/binary-amd64/Packages',
    uri: '',
    sourceSuite: codename,
    origin: 'Debian',
    label: '',
    suite: codename,
    codename,
    version: '',
    component: 'main',
    architecture: '',
    date: 'Sat, 05 Sep 2026 10:00:00 UTC',
    notAutomatic: false,
    butAutomaticUpgrades: false,
    snapshots: '',
    sha256: codename,
    signedBy: '',
    unchecked: [],
  })
  return `${index}${fields}`.replace(/\n*$/, '\n')
}

/** Returns what a small archive of those stanzas offers. */
export async function offersOf(stanzas: readonly string[]): Promise<Offer[]> {
  return readOffers(streamOf(stanzas.join('\n')))
}

/** Returns text as a stream of bytes. */
export async function* streamOf(text: string): AsyncGenerator<Uint8Array> {
  yield encodeBytes(text)
}
