import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPool } from '@apt2ostree/testkit'
import type { Bench } from '../bench.js'
import { prepare } from '../measure.js'
import { serveNginx } from '../nginx-mirror.js'
import { nodeStarts } from '../node-starts.js'
import { setAside } from '../set-aside.js'

/**
 * The nginx image after one small package has changed in its lock, against the whole of it with
 * nothing cached; the mirror is on loopback. Once as one image, once on a base of what every system
 * needs.
 */
const rebuild: Bench = {
  name: 'rebuild',
  async prepare(folder) {
    const run = (line: string) => prepare(`cd ${folder} && ${line}`, process.env)
    const { source, offer } = await serveNginx(folder)
    const write = (name: string, image: object) =>
      writeFileSync(join(folder, `${name}.yaml`), JSON.stringify({ sources: [source], ...image }))
    const packages = ['nginx', 'small']
    write('image', { ref: 'os/nginx', packages })
    write('base', { packages: ['dpkg'] })
    write('based', { ref: 'os/based', include: 'base.yaml', packages })
    const env = 'XDG_CACHE_HOME=$PWD/cache'
    await offer(small('1'))
    await run(`${env} apt2ostree lock base.yaml`)
    await run(`${env} apt2ostree build image.yaml based.yaml --repo built --pool pool`)
    await offer(small('2'))
    await run(`${env} apt2ostree lock image.yaml based.yaml`)
    await run('mkdir changed && mv image.lock based.lock changed')
    const change = `cd ${folder} && ${setAside('repo')} && cp -al built repo && cp changed/* .`
    const clear = `cd ${folder} && ${setAside('repo')} && rm -rf image.lock fresh-pool fresh-cache`
    const build = (image: string) => ({
      name: 'apt2ostree build',
      before: `${change} && rm -f pool/*small_2*`,
      run: `cd ${folder} && apt2ostree build ${image} --pool pool`,
    })
    const whole = {
      name: 'the whole image',
      before: clear,
      run: `cd ${folder} && XDG_CACHE_HOME=$PWD/fresh-cache apt2ostree build image.yaml --pool fresh-pool`,
    }
    return [
      {
        what: 'the nginx image, one small package changed',
        ours: build('image.yaml'),
        peer: whole,
        goal: 0.35,
      },
      {
        what: 'the same on a base of what every system needs',
        ours: build('based.yaml'),
        peer: whole,
        goal: 0.35,
      },
      {
        what: 'the change as far as the unpacked tree, all .debs there',
        ours: {
          name: 'apt2ostree unpack',
          before: change,
          run: `cd ${folder} && apt2ostree unpack image.yaml --pool pool`,
        },
        peer: nodeStarts(15),
        goal: 1,
      },
    ]
  },
}

/** The package that changes. */
function small(version: string) {
  const files = [{ path: './usr/share/doc/small/version', content: `version ${version}\n` }]
  return buildPool([{ fields: { Package: 'small', Version: version }, files }])
}

export default rebuild
