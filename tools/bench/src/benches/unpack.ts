import type { Bench } from '../bench.js'
import { compareUnpack } from '../unpack-comparison.js'

/** The packages of nginx into layers. */
const unpack: Bench = {
  name: 'unpack',
  async prepare(folder) {
    return compareUnpack(folder, ['nginx'])
  },
}

export default unpack
