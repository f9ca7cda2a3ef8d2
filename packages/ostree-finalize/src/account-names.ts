import { parseGroup, parsePasswd } from '@apt2ostree/account-ids'
import type { ImageTree } from '@apt2ostree/ostree-tree'

/** What the ids of a tree are called: by its own /etc/passwd and /etc/group, else the number. */
export interface AccountNames {
  userOf(uid: number): string
  groupOf(gid: number): string
}

/** Reads the names from the tree's accounts; `etc` is where its configuration is. */
export function readAccountNames(tree: ImageTree, etc = '/etc'): AccountNames {
  const users = namesById(readLines(tree, `${etc}/passwd`, parsePasswd), ({ uid }) => uid)
  const groups = namesById(readLines(tree, `${etc}/group`, parseGroup), ({ gid }) => gid)
  return {
    userOf: (uid) => users.get(uid) ?? String(uid),
    groupOf: (gid) => groups.get(gid) ?? String(gid),
  }
}

/** The entries of an account file; none where the tree has no such file. */
export function readLines<T>(tree: ImageTree, path: string, parse: (text: string) => T[]): T[] {
  return tree.kindOf(path) === 'file' ? parse(tree.read(path).toString('latin1')) : []
}

/** Where an id has two names, the first one counts, as in getpwuid(3). */
function namesById<T extends { name: string }>(entries: T[], idOf: (entry: T) => number) {
  return new Map([...entries].reverse().map((entry) => [idOf(entry), entry.name]))
}
