import { packages } from './packages.js'
import { release } from './release.js'
import { search } from './search.js'
import { show } from './show.js'

/** Every verb of apt-index. */
export const commands = [packages, release, show, search]
