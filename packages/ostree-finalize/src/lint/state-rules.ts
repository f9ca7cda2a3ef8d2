import { posix } from 'node:path'
import { parseGroup, parsePasswd } from '@apt2ostree/account-ids'
import type { ImageTree } from '@apt2ostree/ostree-tree'
import { readLines } from '../account-names.js'
import { readDeclaredPaths } from '../declared-paths.js'
import { isSshHostKey } from '../steps/forget-host.js'
import { DPKG_DATABASE } from '../steps/relocate-state.js'
import { etcOf } from '../target.js'
import type { Rule } from './rule.js'

const LINKS_INTO_VAR = ['/home', '/opt', '/root', '/srv', '/usr/local']

/** What the machine owns and has to find on its first boot. */
export const stateRules: readonly Rule[] = [
  {
    name: 'var-empty',
    severity: 'warning',
    cure: 'finalize the tree: it turns /var into orders for systemd-tmpfiles',
    *find(tree) {
      for (const name of tree.names('/var')) {
        yield { path: `/var/${name}`, reason: 'is left out: /var belongs to the machine' }
      }
    },
  },
  {
    name: 'var-tmpfiles',
    severity: 'fatal',
    cure: 'finalize the tree, or add a line for it to a file in /usr/lib/tmpfiles.d',
    *find(tree) {
      const declared = readDeclaredPaths(tree)
      for (const link of LINKS_INTO_VAR) {
        const target = tree.symlinkTarget(link)
        if (target === undefined) continue
        const path = posix.resolve(posix.dirname(link), target)
        if (path.startsWith('/var/') && !declared.has(path)) {
          yield { path, reason: `is made by nothing: "${link}" leads nowhere` }
        }
      }
      if (tree.kindOf(DPKG_DATABASE) === 'directory' && !declared.has('/var/lib/dpkg')) {
        yield { path: '/var/lib/dpkg', reason: 'is made by nothing: dpkg lists no package' }
      }
    },
  },
  {
    name: 'dpkg-database',
    severity: 'fatal',
    cure: 'finalize the tree before its /var is emptied',
    *find(tree) {
      if (tree.kindOf('/usr/bin/dpkg') === 'file' && tree.names(DPKG_DATABASE).length === 0) {
        yield { path: DPKG_DATABASE, reason: 'is empty: dpkg lists no package' }
      }
    },
  },
  {
    name: 'sysusers',
    severity: 'warning',
    cure: 'finalize the tree, or add a line for it to a file in /usr/lib/sysusers.d',
    *find(tree, target) {
      const [passwd, group] = [`${etcOf(target)}/passwd`, `${etcOf(target)}/group`]
      const users = readSysusersNames(tree, 'u')
      // a line that makes a user makes its group, too
      const groups = new Set([...users, ...readSysusersNames(tree, 'g')])
      const isMissing = 'is missing where that file was changed on the machine'
      for (const { name } of readLines(tree, passwd, parsePasswd)) {
        if (name === 'root' || users.has(name)) continue
        yield { path: passwd, reason: `user "${name}" ${isMissing}` }
      }
      for (const { name } of readLines(tree, group, parseGroup)) {
        if (!groups.has(name)) yield { path: group, reason: `group "${name}" ${isMissing}` }
      }
    },
  },
  {
    name: 'machine-id',
    severity: 'fatal',
    cure: 'make it an empty file',
    *find(tree, target) {
      const path = `${etcOf(target)}/machine-id`
      if (tree.kindOf(path) !== 'file') {
        yield { path, reason: 'is missing: systemd cannot keep the id that it makes' }
      } else if (tree.read(path).length > 0) {
        yield { path, reason: 'is not empty: machines would be taken for each other' }
      }
    },
  },
  {
    name: 'ssh-host-keys',
    severity: 'fatal',
    cure: 'remove the key; finalize adds a unit that makes keys on the first boot',
    *find(tree, target) {
      const folder = `${etcOf(target)}/ssh`
      for (const name of tree.names(folder).filter(isSshHostKey)) {
        yield { path: `${folder}/${name}`, reason: 'every machine would have the same host key' }
      }
    },
  },
]

const SYSUSERS = '/usr/lib/sysusers.d'

/** The names in the lines of a type, `u` or `g`; sysusers.d(5). */
function readSysusersNames(tree: ImageTree, type: 'u' | 'g'): Set<string> {
  const texts = tree
    .names(SYSUSERS)
    .filter((name) => name.endsWith('.conf'))
    .map((name) => tree.read(`${SYSUSERS}/${name}`).toString('latin1'))
  const line = new RegExp(`^\\s*${type}!?\\s+(\\S+)`, 'gm')
  return new Set(texts.flatMap((text) => [...text.matchAll(line)].map(([, name = '']) => name)))
}
