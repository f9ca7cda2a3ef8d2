import { packages } from './packages.js'
import { release } from './release.js'

/** Every verb of apt-index. */
export const commands = [packages, release]
