import { parseGroup, parsePasswd } from '@apt2ostree/account-ids'
import { readLines } from '../account-names.js'
import { etcOf } from '../target.js'
import type { Rule } from './rule.js'

/** Whom files belong to. */
export const ownershipRules: readonly Rule[] = [
  {
    name: 'unknown-owner',
    severity: 'warning',
    cure: 'keep ids between builds with image.ids, or give the file to an account of the image',
    *find(tree, target) {
      const etc = etcOf(target)
      const uids = new Set(readLines(tree, `${etc}/passwd`, parsePasswd).map(({ uid }) => uid))
      const gids = new Set(readLines(tree, `${etc}/group`, parseGroup).map(({ gid }) => gid))
      if (uids.size === 0) return
      for (const path of tree.walk('/')) {
        const isDirectory = tree.kindOf(path) === 'directory'
        const { uid, gid } = isDirectory ? tree.dirMeta(path) : tree.header(path)
        if (uids.has(uid) && gids.has(gid)) continue
        yield { path, reason: `belongs to ${uid}:${gid}, which is no account of the image` }
      }
    },
  },
]
