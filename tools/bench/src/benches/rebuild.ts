import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { buildPool } from '@apt2ostree/testkit'
import type { Bench } from '../bench.js'
import { setAside } from '../set-aside.js'

/** The nginx image after one small package has changed in its lock, against the whole of it. */
const rebuild: Bench = {
  name: 'rebuild',
  async prepare(folder) {
    const shell = (line: string) => execFileSync('bash', ['-ec', line], { cwd: folder })
    shell('apt-index packages | lockgen lock nginx -o nginx.lock')
    shell('lockgen packages nginx.lock > nginx.packages')
    shell('deb2ostree unpack --repo first --lock nginx.lock --pool pool > layers')
    writeFileSync(join(folder, 'image.yaml'), 'ref: os/nginx\npackages: [nginx, small]\n')
    for (const version of ['1', '2']) lockSmall(folder, version)
    shell('cp 1.lock image.lock && apt2ostree build image.yaml --repo built')
    const changed = `cd ${folder} && ${setAside('repo')} && cp -al built repo && cp 2.lock image.lock`
    return [
      {
        what: 'the nginx image, one small package changed',
        ours: {
          name: 'apt2ostree build',
          before: changed,
          run: `cd ${folder} && apt2ostree build image.yaml`,
        },
        peer: {
          name: 'the whole image',
          before: `cd ${folder} && ${setAside('repo')} && cp 2.lock image.lock`,
          run: `cd ${folder} && apt2ostree build image.yaml`,
        },
        goal: 0.35,
      },
      {
        what: 'the same, as far as the unpacked tree',
        ours: {
          name: 'apt2ostree unpack',
          before: changed,
          run: `cd ${folder} && apt2ostree unpack image.yaml`,
        },
        peer: { name: '6 × node -e 0', run: 'for i in 1 2 3 4 5 6; do node -e 0; done' },
        goal: 1,
      },
    ]
  },
}

/** Puts a package into the pool, and locks nginx with it as `VERSION.lock`. */
function lockSmall(folder: string, version: string): void {
  const content = `version ${version}\n`
  const files = [{ path: './usr/share/doc/small/version', content }]
  const pool = buildPool([{ fields: { Package: 'small', Version: version }, files }])
  for (const [name, bytes] of pool.files) {
    writeFileSync(join(folder, 'pool', basename(name)), bytes)
  }
  const packages = readFileSync(join(folder, 'nginx.packages'), 'utf8')
  const input = `${packages}\n${pool.packages}`
  const args = ['lock', 'nginx', 'small', '--packages', '-', '-o', `${version}.lock`]
  execFileSync('lockgen', args, { cwd: folder, input })
}

export default rebuild
