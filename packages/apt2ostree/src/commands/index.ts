import { build } from './build.js'
import { commit } from './commit.js'
import { configure } from './configure.js'
import { diff } from './diff.js'
import { disk } from './disk.js'
import { finalize } from './finalize.js'
import { init } from './init.js'
import { lock } from './lock.js'
import { make } from './make.js'
import { ninja } from './ninja.js'
import { unpack } from './unpack.js'

/** All verbs of apt2ostree. */
export const commands = [
  init,
  lock,
  unpack,
  configure,
  finalize,
  commit,
  build,
  diff,
  disk,
  ninja,
  make,
]
