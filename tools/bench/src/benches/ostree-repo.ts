import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from '../bench.js'
import type { Comparison } from '../compare.js'
import { setAside } from '../set-aside.js'

const DIRECTORIES = 100
const FILES_EACH = 100

/** Commits and checkouts of many small files and of a large one, against libostree's own. */
const ostreeRepo: Bench = {
  name: 'ostree-repo',
  async prepare(folder) {
    const small = join(folder, 'small')
    const large = join(folder, 'large')
    writeSmallFiles(small)
    mkdirSync(large)
    return [
      ...['bare-user', 'archive'].flatMap((mode) =>
        [false, true].map((fsync) => ({
          ...commitOf(folder, small, mode, fsync),
          what: `commit of 10,000 small files, ${mode}, ${fsync ? 'with' : 'without'} fsync`,
        })),
      ),
      checkoutOf(folder, small),
      {
        ...commitOf(folder, large, 'bare-user', false, `truncate -s 2G ${join(large, 'file')} && `),
        what: 'commit of one file of 2 GB, bare-user, without fsync',
        memoryGoal: 150e6,
      },
    ]
  },
}

/** A new repo and a commit of `tree` to it, on both sides. */
function commitOf(
  folder: string,
  tree: string,
  mode: string,
  fsync: boolean,
  first = '',
): Omit<Comparison, 'what'> {
  const repo = join(folder, 'repo')
  const before = `${first}${setAside(repo)}; ostree init --repo=${repo} --mode=${mode} && ostree config --repo=${repo} set core.fsync ${fsync}`
  return {
    ours: {
      name: 'ostree-repo commit',
      before,
      run: `ostree-repo commit --repo ${repo} --branch x -C ${tree}`,
    },
    peer: {
      name: 'ostree commit',
      before,
      run: `ostree commit --repo=${repo} --branch=x --tree=dir=${tree}`,
    },
    goal: 1,
  }
}

/** Hard links out of a repo, on both sides; Node's start is half of our time. */
function checkoutOf(folder: string, tree: string): Comparison {
  const { peer } = commitOf(folder, tree, 'bare-user', false)
  const out = join(folder, 'out')
  const before = `${setAside(out)}; ${peer.before} && ${peer.run}`
  return {
    what: 'checkout of 10,000 small files, bare-user, user mode',
    ours: {
      name: 'ostree-repo checkout',
      before,
      run: `ostree-repo checkout --repo ${join(folder, 'repo')} -U x ${out}`,
    },
    peer: {
      name: 'ostree checkout',
      before,
      run: `ostree checkout --repo=${join(folder, 'repo')} -U x ${out}`,
    },
    goal: 2.5,
  }
}

/** Files of up to 8 KB that have nothing in common. */
function writeSmallFiles(root: string): void {
  for (let directory = 0; directory < DIRECTORIES; directory++) {
    mkdirSync(join(root, `${directory}`), { recursive: true })
    for (let file = 0; file < FILES_EACH; file++) {
      const line = `${directory} ${file}\n`
      const lines = ((directory * 7919 + file * 104729) % 8000) / line.length
      writeFileSync(join(root, `${directory}/${file}`), line.repeat(Math.ceil(lines)))
    }
  }
}

export default ostreeRepo
