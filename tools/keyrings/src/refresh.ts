/**
 * `node tools/keyrings/dist/refresh.js [SUITE]` takes the archive keyrings of Debian and Ubuntu from
 * their packages in a suite (default: stable) of the archive that the host's first source names, and
 * writes them into packages/apt-index/keyrings.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createFetchContext,
  debUrls,
  type FoundPackages,
  fetchPackages,
  fetchVerified,
  findPackages,
  readHost,
  readKeyring,
} from '@apt2ostree/apt-index'
import type { Stanza } from '@apt2ostree/deb822'
import { formatKeyringReport, type KeyringOrigin } from './keyring-report.js'
import { readFromDeb } from './read-from-deb.js'

const wanted = new Map([
  ['debian-archive-keyring', 'debian-archive-keyring.gpg'],
  ['ubuntu-keyring', 'ubuntu-archive-keyring.gpg'],
])
const folder = fileURLToPath(new URL('../../../packages/apt-index/keyrings/', import.meta.url))
const [suite = 'stable'] = process.argv.slice(2)

const host = await readHost(process.env)
const [first] = host.sources
if (first === undefined) throw new Error('this machine has no apt sources')
const context = createFetchContext(host, { environment: process.env })
const indexes = await fetchPackages([{ ...first, suite }], ['all', 'amd64'], context)
const origins: KeyringOrigin[] = []
for await (const found of findPackages(indexes, (each) => wanted.has(each.get('Package') ?? ''))) {
  for (const stanza of found.stanzas) origins.push(await takeKeyring(found, stanza))
}
if (origins.length !== wanted.size) throw new Error(`suite "${suite}" lacks a keyring package`)
await writeFile(join(folder, 'README.md'), await formatKeyringReport(origins))

async function takeKeyring({ index }: FoundPackages, stanza: Stanza): Promise<KeyringOrigin> {
  const field = (name: string) => stanza.get(name) ?? ''
  const file = wanted.get(field('Package')) ?? ''
  const bytes = await fetchKeyring(index.uri, stanza, `./usr/share/keyrings/${file}`)
  await writeFile(join(folder, file), bytes)
  return {
    file,
    keyring: await readKeyring(bytes, file),
    package: field('Package'),
    version: field('Version'),
    sha256: field('SHA256'),
    signedBy: index.signedBy,
  }
}

async function fetchKeyring(archiveUri: string, stanza: Stanza, path: string): Promise<Buffer> {
  const field = (name: string) => stanza.get(name) ?? ''
  const sha256 = field('SHA256')
  const urls = debUrls({ filename: field('Filename'), sha256 }, [archiveUri])
  const temporary = await mkdtemp(join(tmpdir(), 'keyrings-'))
  const deb = join(temporary, 'keyring.deb')
  try {
    await fetchVerified({
      urls,
      size: Number(field('Size')),
      digest: { algorithm: 'sha256', hex: sha256 },
      path: deb,
      network: context.network,
    })
    return await readFromDeb(deb, path)
  } finally {
    await rm(temporary, { recursive: true })
  }
}
