import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { debianArchitecture } from '@apt2ostree/deb822'
import type { Bench } from '../bench.js'
import type { Comparison } from '../compare.js'
import { createPrivateRoot, type PrivateRoot, packagesStream } from '../lock-parity/private-root.js'

/** A server, and a desktop of well over 1,000 packages. */
const systems = [
  { what: 'nginx', requests: 'nginx' },
  { what: 'two desktops, 1,600 packages', requests: 'gnome kde-standard' },
]

/**
 * From Packages text on stdin to a lockfile, against apt-get's simulation without its cache; and from
 * the archives to a lockfile, against apt-get update and that simulation.
 */
const lockSpeed: Bench = {
  name: 'lock',
  async prepare(folder) {
    const architectures = [debianArchitecture(process.arch)]
    const root = createPrivateRoot(join(folder, 'root'), architectures, undefined)
    const packages = join(folder, 'packages')
    await pipeline(packagesStream(root, architectures), createWriteStream(packages))
    const fromText = systems.map(({ what, requests }) => ({
      what: `a lock of ${what}`,
      ours: {
        name: 'lockgen lock',
        run: `cat ${packages} | lockgen lock ${requests} -o ${join(folder, 'made.lock')}`,
      },
      peer: {
        name: 'apt-get -s install, no cache',
        before: `rm -f ${join(root.folder, 'var/cache/apt')}/*.bin`,
        run: simulate(root, requests),
      },
      goal: 0.5,
      memoryGoal: 400e6,
    }))
    return [...fromText, ...fromArchives(folder, root)]
  },
}

function fromArchives(folder: string, root: PrivateRoot): Comparison[] {
  const cache = join(folder, 'cache')
  const lists = join(root.folder, 'var/lib/apt/lists')
  const caches = join(root.folder, 'var/cache/apt')
  const options = `--cache-dir ${cache}`
  const ours = `APT_CONFIG=${root.configuration} apt-index packages ${options} | lockgen lock nginx -o ${join(folder, 'made.lock')}`
  const peer = `APT_CONFIG=${root.configuration} apt-get update -qq && ${simulate(root, 'nginx')}`
  const empty = `rm -rf ${cache} ${lists} ${caches}/*.bin && mkdir -p ${join(lists, 'partial')}`
  const contenders = {
    ours: { name: 'apt-index packages | lockgen lock', run: ours },
    peer: { name: 'apt-get update && apt-get -s install', run: peer },
  }
  return ['cold', 'warm'].map((state) => {
    const before = (run: string) => ({ before: state === 'cold' ? empty : run })
    return {
      what: `a lock of nginx from the archives, ${state}`,
      ours: { ...contenders.ours, ...before(ours) },
      peer: { ...contenders.peer, ...before(peer) },
      goal: 0.6,
    }
  })
}

function simulate(root: PrivateRoot, requests: string): string {
  const apt = `APT_CONFIG=${root.configuration} apt-get -s --no-install-recommends install`
  return `${apt} ${requests} '?essential' '?priority(required)'`
}

export default lockSpeed
