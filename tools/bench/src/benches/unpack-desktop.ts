import type { Bench } from '../bench.js'
import { compareUnpack } from '../unpack-comparison.js'

/** The packages of a desktop into layers; it downloads some 800 MB. */
const unpackDesktop: Bench = {
  name: 'unpack-desktop',
  async prepare(folder) {
    return compareUnpack(folder, ['task-xfce-desktop', '--recommends'])
  },
}

export default unpackDesktop
