import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSuite, createSigningKey, type Pool, serveArchive } from '@apt2ostree/testkit'
import { prepare } from './measure.js'

/** A mirror on loopback with nginx and all that it needs. */
export interface NginxMirror {
  readonly uri: string
  /** Names it as a line of sources.list(5) does. */
  readonly source: string
  /** The names of its packages. */
  readonly packages: readonly string[]
  /** Has it offer more packages than these, and no longer those offered before. */
  offer(more: Pool): Promise<void>
}

/** Fetches the packages of nginx into `folder` and serves them until this process ends. */
export async function serveNginx(folder: string): Promise<NginxMirror> {
  // apt reads keys as a user of its own
  chmodSync(folder, 0o755)
  const pool = join(folder, 'mirror')
  for (const line of [
    'apt-index packages | lockgen lock nginx -o host.lock',
    `ostree-repo init --repo first && deb2ostree unpack --repo first --lock host.lock --pool ${pool}`,
    'dpkg-scanpackages --multiversion mirror > host.packages',
  ]) {
    await prepare(`cd ${folder} && ${line}`, process.env)
  }
  const packages = readFileSync(join(folder, 'host.packages'), 'utf8')
  const key = await createSigningKey({ type: 'ed25519' })
  const keyring = join(folder, 'key.asc')
  writeFileSync(keyring, key.armoured)
  const { uri, files, touch } = await serveArchive(new Map())
  const mirror: NginxMirror = {
    uri,
    source: `deb [signed-by=${keyring}] ${uri} stable main`,
    packages: [...packages.matchAll(/^Package: (.+)$/gm)].map(([, name = '']) => name),
    async offer(more) {
      const indexes = { 'main/binary-amd64/Packages': `${packages}\n${more.packages}` }
      const suite = await buildSuite({ indexes, keys: [key] })
      files.clear()
      for (const name of readdirSync(pool)) {
        files.set(`mirror/${name}`, readFileSync(join(pool, name)))
      }
      for (const [path, bytes] of [...suite, ...more.files]) files.set(path, bytes)
      touch()
    },
  }
  await mirror.offer({ files: new Map(), packages: '' })
  return mirror
}
