import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { debianArchitecture } from '@apt2ostree/deb822'
import type { Bench } from '../bench.js'
import { createPrivateRoot, packagesStream } from '../lock-parity/private-root.js'

/** A server, and a desktop of well over 1,000 packages. */
const systems = [
  { what: 'nginx', requests: 'nginx' },
  { what: 'two desktops, 1,600 packages', requests: 'gnome kde-standard' },
]

/** From Packages text on stdin to a lockfile, against apt-get's simulation without its cache. */
const lockSpeed: Bench = {
  name: 'lock',
  async prepare(folder) {
    const architectures = [debianArchitecture(process.arch)]
    const root = createPrivateRoot(join(folder, 'root'), architectures, undefined)
    const packages = join(folder, 'packages')
    await pipeline(packagesStream(root, architectures), createWriteStream(packages))
    const apt = `APT_CONFIG=${root.configuration} apt-get -s --no-install-recommends install`
    const uncached = `rm -f ${join(root.folder, 'var/cache/apt')}/*.bin`
    return systems.map(({ what, requests }) => ({
      what: `a lock of ${what}`,
      ours: {
        name: 'lockgen lock',
        run: `cat ${packages} | lockgen lock ${requests} -o ${join(folder, 'made.lock')}`,
      },
      peer: {
        name: 'apt-get -s install, no cache',
        before: uncached,
        run: `${apt} ${requests} '?essential' '?priority(required)'`,
      },
      goal: 0.5,
      memoryGoal: 400e6,
    }))
  },
}

export default lockSpeed
