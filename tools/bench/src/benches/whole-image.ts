import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from '../bench.js'
import { serveNginx } from '../nginx-mirror.js'
import { nodeStarts } from '../node-starts.js'
import { setAside } from '../set-aside.js'

/**
 * nginx from a mirror on loopback, nothing cached, to a commit; against bootstrappers with the same
 * packages: mmdebstrap to a tar, and what they make as a directory that stock ostree commits.
 */
const wholeImage: Bench = {
  name: 'whole-image',
  async prepare(folder) {
    const { uri, source, packages } = await serveNginx(folder)
    writeFileSync(
      join(folder, 'image.yaml'),
      `ref: os/nginx\npackages: [nginx]\nsources: ['${source}']\n`,
    )
    const clear = `cd ${folder} && ${setAside('repo')} && ${setAside('root')} && rm -rf image.lock built cache image.tar`
    const include = `--include=${packages.join(',')}`
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
        peer: nodeStarts(15),
        goal: 1,
      },
    ]
  },
}

export default wholeImage
