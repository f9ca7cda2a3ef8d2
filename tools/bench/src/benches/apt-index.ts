import { join } from 'node:path'
import type { Bench } from '../bench.js'

/** Fetching and verifying the indexes of the host's own sources, against apt-get update. */
const aptIndex: Bench = {
  name: 'apt-index',
  async prepare(folder) {
    const cache = join(folder, 'cache')
    const lists = join(folder, 'lists')
    const ours = `apt-index packages --cache-dir ${cache} > ${join(folder, 'packages')}`
    const peer = `apt-get update -qq -o Acquire::Languages=none -o Dir::State::lists=${lists}`
    const empty = `rm -rf ${cache} ${lists} && mkdir -p ${join(lists, 'partial')}`
    return [
      {
        what: "the host's indexes, cold",
        ours: { name: 'apt-index packages', before: empty, run: ours },
        peer: { name: 'apt-get update', before: empty, run: peer },
        goal: 1,
      },
      {
        what: "the host's indexes, warm",
        ours: { name: 'apt-index packages', before: ours, run: ours },
        peer: { name: 'apt-get update', before: peer, run: peer },
        goal: 1,
      },
    ]
  },
}

export default aptIndex
