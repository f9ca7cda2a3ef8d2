import { cat } from './cat.js'
import { contents } from './contents.js'
import { control } from './control.js'
import { controlTar } from './control-tar.js'
import { dataTar } from './data-tar.js'
import { list } from './list.js'

/** All verbs of deb-ar. */
export const commands = [list, contents, control, controlTar, dataTar, cat]
