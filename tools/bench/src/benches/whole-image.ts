import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSuite, createSigningKey, serveArchive } from '@apt2ostree/testkit'
import type { Bench } from '../bench.js'
import { setAside } from '../set-aside.js'

/**
 * nginx from a mirror on loopback, nothing cached, to a commit; against bootstrappers with the same
 * packages: mmdebstrap to a tar, and what they make as a directory that stock ostree commits.
 */
const wholeImage: Bench = {
  name: 'whole-image',
  async prepare(folder) {
    // apt reads keys as a user of its own
    chmodSync(folder, 0o755)
    const shell = (line: string) =>
      execFileSync('bash', ['-o', 'pipefail', '-c', line], { cwd: folder, encoding: 'utf8' })
    shell('apt-index packages | lockgen lock nginx -o host.lock')
    shell(
      'ostree-repo init --repo first && deb2ostree unpack --repo first --lock host.lock --pool pool',
    )
    const { uri, source } = await serveMirror(
      folder,
      shell('dpkg-scanpackages --multiversion pool'),
    )
    const names = shell("sed -n 's/^Package: //p' host.lock").trim().split('\n')
    writeFileSync(
      join(folder, 'image.yaml'),
      `ref: os/nginx\npackages: [nginx]\nsources: ['${source}']\n`,
    )
    const clear = `cd ${folder} && ${setAside('repo')} && ${setAside('root')} && rm -rf image.lock built cache image.tar`
    const include = `--include=${names.join(',')}`
    const mmdebstrap = `mmdebstrap --quiet --variant=essential ${include} stable`
    const debootstrap = `debootstrap --no-check-gpg --variant=minbase ${include} stable root ${uri}`
    const commit =
      'rm -rf root/dev/* && ostree init --repo=repo --mode=bare-user && ostree commit --repo=repo --branch=os/nginx root'
    const bootstrappers = [
      { name: 'mmdebstrap to a tar', line: `${mmdebstrap} image.tar '${source}'`, goal: 0.5 },
      {
        name: 'mmdebstrap, ostree commit',
        line: `${mmdebstrap} root '${source}' && ${commit}`,
        goal: 1,
      },
      { name: 'debootstrap, ostree commit', line: `${debootstrap} && ${commit}`, goal: 1 },
    ]
    return [
      ...bootstrappers.map(({ name, line, goal }) => ({
        what: 'the whole nginx image',
        ours: {
          name: 'apt2ostree build',
          before: clear,
          run: `cd ${folder} && XDG_CACHE_HOME=$PWD/cache apt2ostree build image.yaml --pool built`,
        },
        peer: { name, before: clear, run: `cd ${folder} && ${line}` },
        goal,
      })),
      {
        what: 'the whole nginx image again, nothing changed',
        ours: { name: 'apt2ostree build', run: `cd ${folder} && apt2ostree build image.yaml` },
        peer: { name: '5 × node -e 0', run: 'for i in 1 2 3 4 5; do node -e 0; done' },
        goal: 1,
      },
    ]
  },
}

/** Serves the pool of `folder` until this process ends; returns its address and the source that names it. */
async function serveMirror(
  folder: string,
  packages: string,
): Promise<{ uri: string; source: string }> {
  const key = await createSigningKey({ type: 'ed25519' })
  const keyring = join(folder, 'key.asc')
  writeFileSync(keyring, key.armoured)
  const indexes = { 'main/binary-amd64/Packages': packages }
  const files = await buildSuite({ indexes, keys: [key] })
  for (const name of readdirSync(join(folder, 'pool'))) {
    files.set(`pool/${name}`, readFileSync(join(folder, 'pool', name)))
  }
  const { uri } = await serveArchive(files)
  return { uri, source: `deb [signed-by=${keyring}] ${uri} stable main` }
}

export default wholeImage
