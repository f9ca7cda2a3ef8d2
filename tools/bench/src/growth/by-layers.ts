import { join } from 'node:path'
import { openRepo, type Repo } from '@apt2ostree/ostree-repo'
import { commitLayer } from '../commit-layer.js'
import { prepare } from '../measure.js'
import { type Sample, sample } from './steps.js'

const counts = [0, 1_000, 10_000, 60_000]
/** Layers that one transaction commits. */
const batch = 5_000

/**
 * Takes the nginx image through the steps in one repo of `folder` while the layers of other
 * packages gather there, up to as many as Debian has .debs.
 */
export async function growByLayers(folder: string): Promise<Sample[]> {
  const repo = join(folder, 'repo')
  const pool = `--lock ${folder}/lock --pool ${folder}/pool`
  const unpack = `deb2ostree unpack --repo ${repo} ${pool}`
  await prepare(
    `cd ${folder} && apt-index packages | lockgen lock nginx -o lock && ${unpack} > layers`,
    process.env,
  )
  const samples: Sample[] = []
  let present = 0
  for (const count of counts) {
    while (present < count) {
      const next = Math.min(present + batch, count)
      await commitLayers(openRepo(repo), present, next)
      present = next
    }
    samples.push(
      await sample(`${count} other layers`, [
        {
          name: 'unpack one package',
          before: `cd ${repo}/refs/heads && rm $(sed -n '1s/\\t.*//p' ${folder}/layers)`,
          run: unpack,
        },
        {
          name: 'union',
          run: `ostree-union --repo ${repo} --branch unpacked < ${folder}/layers`,
        },
        {
          name: 'configure, commit',
          before: `rm -f ${repo}/refs/heads/configured`,
          run: `dpkg-configure --repo ${repo} --branch configured unpacked`,
        },
        { name: 'unpack, nothing new', run: unpack },
        { name: 'ostree refs', run: `ostree --repo=${repo} refs` },
        { name: 'ostree summary -u', run: `ostree --repo=${repo} summary -u` },
      ]),
    )
  }
  return samples
}

/** Commits layers of one file each, from number `from` up to `to`. */
async function commitLayers(repo: Repo, from: number, to: number): Promise<void> {
  await repo.transaction((transaction) => {
    for (let index = from; index < to; index++) {
      const shard = (index % 65_536).toString(16).padStart(4, '0')
      const ref = `deb/pool/${shard.slice(0, 2)}/${shard.slice(2)}/${index}`
      commitLayer(transaction, ref, [`usr/share/doc/package${index}/copyright`])
    }
  })
}
