import { check } from './check.js'
import { diff } from './diff.js'
import { lock } from './lock.js'
import { packages } from './packages.js'
import { urls } from './urls.js'
import { why } from './why.js'

/** All verbs of lockgen. */
export const commands = [lock, check, diff, why, urls, packages]
