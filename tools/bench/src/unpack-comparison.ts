import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Comparison } from './compare.js'
import { setAside } from './set-aside.js'

/** Bytes that unpacking may hold at most, whatever the image. */
const memoryGoal = 400e6

/**
 * Making layers of .debs that lie in the local pool, against the floor, which is decompressing and
 * unpacking the same data.tar members, and against stock ostree's commits of them; both do as many at
 * a time as there are cores. Fetches what `requests` need into `folder` first.
 */
export function compareUnpack(folder: string, requests: readonly string[]): Comparison[] {
  const packages = join(folder, 'packages')
  shell(`apt-index packages > ${packages}`)
  const paths = prepareImage(folder, packages, requests)
  const what = `unpack ${readdirSync(paths.pool).length} debs (${requests[0]})`
  const ours = {
    name: 'deb2ostree unpack',
    before: setAside(paths.repo),
    run: `deb2ostree unpack --repo ${paths.repo} --lock ${paths.lock} --pool ${paths.pool}`,
  }
  const ofEachMember = (script: string) =>
    `ls ${paths.members}/* | xargs -P $(nproc) -n 1 sh -c '${script}'`
  const floor = {
    name: 'xz -dc | tar -x',
    before: setAside(paths.root),
    run: ofEachMember(floorScript(paths.root)),
  }
  return [
    { what, ours, peer: floor, goal: 1.5, memoryGoal },
    {
      what: `${what}, without fsync`,
      ours: { ...ours, before: `${ours.before} && ${initWithoutFsync(paths.repo)}` },
      peer: floor,
      goal: 1.5,
      memoryGoal,
    },
    {
      what,
      ours,
      peer: {
        name: 'ostree commit --tree=tar',
        before: `${setAside(paths.commits)} && ostree init --repo=${paths.commits} --mode=bare-user`,
        run: ofEachMember(
          `ostree commit --repo=${paths.commits} --orphan --tree=tar=$0 --tar-autocreate-parents`,
        ),
      },
      goal: 1,
      memoryGoal,
    },
  ]
}

interface ImagePaths {
  readonly lock: string
  readonly pool: string
  /** Holds each .deb's compressed data.tar. */
  readonly members: string
  readonly repo: string
  readonly root: string
  /** Where stock ostree commits to. */
  readonly commits: string
}

/** Locks the requests and fetches the .debs. */
function prepareImage(folder: string, packages: string, requests: readonly string[]): ImagePaths {
  const place = join(folder, requests.join('_'))
  const path = (name: string) => join(place, name)
  const [lock, pool, members] = [path('lock'), path('pool'), path('members')]
  mkdirSync(members, { recursive: true })
  shell(`lockgen lock ${requests.join(' ')} --packages ${packages} -o ${lock}`)
  shell(`deb2ostree unpack --repo ${path('first')} --lock ${lock} --pool ${pool}`)
  for (const deb of readdirSync(pool)) {
    shell(`deb-ar cat data.tar.xz ${join(pool, deb)} > ${join(members, `${deb}.xz`)}`)
  }
  return { lock, pool, members, repo: path('repo'), root: path('root'), commits: path('commits') }
}

function initWithoutFsync(repo: string): string {
  return `ostree-repo init --repo ${repo} && ostree config --repo=${repo} set core.fsync false`
}

/** Unpacks the member that is its first argument into a directory of its own. */
function floorScript(root: string): string {
  return `d=${root}/$(basename $0) && mkdir -p $d && xz -dc $0 | tar -x -C $d`
}

function shell(line: string): void {
  execFileSync('bash', ['-o', 'pipefail', '-c', line], { stdio: ['ignore', 'ignore', 'inherit'] })
}
