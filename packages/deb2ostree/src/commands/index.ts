import { importCommand } from './import.js'
import { refs } from './refs.js'
import { unpack } from './unpack.js'

/** All verbs of deb2ostree. */
export const commands = [importCommand, unpack, refs]
