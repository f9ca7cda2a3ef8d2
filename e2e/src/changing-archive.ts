import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  buildPool,
  buildSuite,
  createSigningKey,
  type PoolDeb,
  serveArchive,
} from '@apt2ostree/testkit'
import { inject } from 'vitest'
import { out } from './run.js'

/** A signed archive on loopback that has something new when a test says so. */
export interface ChangingArchive {
  /** The one-line source that names it. */
  readonly source: string
  /** The paths that were asked for, in order. */
  readonly requests: string[]
  /** Serves these packages from now on, beside the essential ones of the host's own archive. */
  publish(debs: readonly PoolDeb[]): Promise<void>
  close(): Promise<void>
}

/**
 * Serves the essential packages of the archive that this machine's apt sources name, so that an
 * image made from it can be configured. They are fetched into `folder`, which also holds the key.
 */
export async function serveChangingArchive(folder: string): Promise<ChangingArchive> {
  const image = join(folder, 'essential.yaml')
  writeFileSync(image, 'ref: essential\nrequired: false\n')
  await out(`apt2ostree lock ${image} && apt2ostree unpack ${image} --pool $POOL`)
  const index = await out('lockgen packages essential.lock', { cwd: folder })
  const key = await createSigningKey({ type: 'ed25519' })
  const keyring = join(folder, 'archive-key.asc')
  writeFileSync(keyring, key.armoured)
  const names = [...index.matchAll(/^Filename: (.*)$/gm)].map(([, name = '']) => name)
  const essential = names.map(
    (name) => [name, readFileSync(join(inject('poolPath'), basename(name)))] as const,
  )
  const server = await serveArchive(new Map(essential))
  return {
    source: `deb [signed-by=${keyring}] ${server.uri} stable main`,
    requests: server.requests,
    async publish(debs) {
      const { files, packages } = buildPool(debs)
      const suite = await buildSuite({
        indexes: { 'main/binary-amd64/Packages': `${index}\n\n${packages}` },
        keys: [key],
      })
      for (const [path, bytes] of [...files, ...suite]) server.files.set(path, bytes)
      server.touch()
    },
    close: () => server.close(),
  }
}
