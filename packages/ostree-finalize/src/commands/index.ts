import { check } from './check.js'
import { finalize } from './finalize.js'

/** All verbs of ostree-finalize. */
export const commands = [finalize, check]
