import { isUtf8 } from 'node:buffer'
import type { Rule } from './rule.js'

/** What files are called. */
export const nameRules: readonly Rule[] = [
  {
    name: 'utf8',
    severity: 'fatal',
    cure: 'give it a name in UTF-8; other bytes cannot be carried by every tool of an upgrade',
    *find(tree) {
      for (const path of tree.walk('/')) {
        if (!isText(path.slice(path.lastIndexOf('/') + 1))) {
          yield { path, reason: 'has a name that is not UTF-8' }
        }
        const target = tree.symlinkTarget(path)
        if (target !== undefined && !isText(target)) {
          yield { path, reason: 'is a symlink to a name that is not UTF-8' }
        }
      }
    },
  },
]

/** Whether a byte string is UTF-8. */
function isText(bytes: string): boolean {
  return isUtf8(Buffer.from(bytes, 'latin1'))
}
