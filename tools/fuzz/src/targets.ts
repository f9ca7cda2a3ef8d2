import { archives } from './archives.js'
import { ostreeObjects } from './ostree-objects.js'
import type { Target } from './target.js'
import { texts } from './texts.js'

/** Every decoder of the workspace that is given what others wrote, by name. */
export const targets: Readonly<Record<string, Target>> = { ...archives, ...ostreeObjects, ...texts }
