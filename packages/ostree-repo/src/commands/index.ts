import { cat } from './cat.js'
import { checkout } from './checkout.js'
import { commit } from './commit.js'
import { diff } from './diff.js'
import { fsck } from './fsck.js'
import { init } from './init.js'
import { log } from './log.js'
import { ls } from './ls.js'
import { prune } from './prune.js'
import { refs } from './refs.js'
import { revParse } from './rev-parse.js'
import { show } from './show.js'
import { summary } from './summary.js'

/** All verbs of ostree-repo. */
export const commands = [
  ...[init, refs, revParse, ls, cat, show, log, diff, checkout, commit],
  ...[fsck, prune, summary],
]
