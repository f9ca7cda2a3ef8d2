import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ArchiveServer,
  buildPool,
  buildSuite,
  createSigningKey,
  type Mishap,
  serveArchive,
} from '@apt2ostree/testkit'

/** A signed archive on loopback, and the one-line source that names it. */
export interface SmallArchive {
  readonly server: ArchiveServer
  readonly source: string
}

/**
 * Serves two packages, `left` and `right`, of which the first depends on the second. What goes wrong
 * on the way, and for which files, a test may say and unsay while the archive stands.
 */
export async function serveSmallArchive(
  folder: string,
  mishaps: Readonly<Record<string, Mishap>> = {},
): Promise<SmallArchive> {
  const key = await createSigningKey({ type: 'ed25519' })
  const keyring = join(folder, 'archive-key.asc')
  writeFileSync(keyring, key.armoured)
  const { files, packages } = buildPool([
    { fields: { Package: 'left', Depends: 'right' }, files: [file('usr/share/left')] },
    { fields: { Package: 'right' }, files: [file('usr/share/right')] },
  ])
  const indexes = { 'main/binary-amd64/Packages': packages }
  const suite = await buildSuite({ indexes, keys: [key] })
  const server = await serveArchive(new Map([...files, ...suite]), mishaps)
  return { server, source: `deb [signed-by=${keyring}] ${server.uri} stable main` }
}

const file = (name: string) => ({ path: `./${name}`, content: `${name}\n` })
