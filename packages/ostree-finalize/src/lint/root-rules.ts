import { PREPARE_ROOT } from '../steps/prepare-root.js'
import { MOUNT_POINTS, OSTREE_LINK } from '../steps/shape-root.js'
import { etcOf } from '../target.js'
import type { Rule } from './rule.js'

const WITHOUT: Readonly<Record<string, string>> = {
  '/boot': 'the machine boots, but cannot upgrade',
  '/dev': 'the boot hangs',
  '/proc': 'the boot hangs',
  '/run': 'the boot hangs',
  '/sys': 'the boot hangs',
  '/sysroot': 'the boot ends in the initramfs',
  '/tmp': 'logind and others fail',
  '/var': 'the boot ends in the initramfs',
}

/** What a deployment needs in its root directory. */
export const rootRules: readonly Rule[] = [
  {
    name: 'api-directories',
    severity: 'fatal',
    cure: 'finalize the tree, or make the directory',
    *find(tree) {
      for (const [path, result] of Object.entries(WITHOUT)) {
        if (tree.kindOf(path) !== 'directory') {
          yield { path, reason: `is no directory: without it ${result}` }
        }
      }
    },
  },
  {
    name: 'api-empty',
    severity: 'warning',
    cure: 'remove it: something else is mounted there',
    *find(tree) {
      const hidden = [...MOUNT_POINTS, '/tmp'].filter((path) => path !== '/boot')
      for (const path of hidden) {
        for (const name of tree.names(path)) {
          yield { path: `${path}/${name}`, reason: 'is never seen on the machine' }
        }
      }
    },
  },
  {
    name: 'tmp-mode',
    severity: 'fatal',
    cure: 'make its mode 1777',
    *find(tree) {
      if (tree.kindOf('/tmp') === 'directory' && (tree.dirMeta('/tmp').mode & 0o7777) !== 0o1777) {
        yield { path: '/tmp', reason: 'not everybody can write there' }
      }
    },
  },
  {
    name: 'ostree-link',
    severity: 'fatal',
    cure: `make it a symlink to ${OSTREE_LINK}`,
    *find(tree) {
      if (tree.symlinkTarget('/ostree') !== OSTREE_LINK) {
        yield { path: '/ostree', reason: `does not lead to ${OSTREE_LINK}: no upgrades` }
      }
    },
  },
  {
    name: 'etc',
    severity: 'fatal',
    cure: 'finalize the configured tree for this target',
    *find(tree, target) {
      const place = etcOf(target)
      const other = place === '/etc' ? '/usr/etc' : '/etc'
      if (tree.kindOf(place) !== 'directory') {
        yield { path: place, reason: `is no directory: there ${target} looks for configuration` }
      }
      if (tree.kindOf(other) !== undefined) {
        yield { path: other, reason: `must not be there for ${target}` }
      }
    },
  },
  {
    name: 'os-release',
    severity: 'warning',
    cure: 'add the package base-files to the image',
    *find(tree, target) {
      const places = ['/usr/lib/os-release', `${etcOf(target)}/os-release`]
      if (places.every((path) => tree.kindOf(path) === undefined)) {
        yield { path: '/usr/lib/os-release', reason: 'is missing: it names the boot entry' }
      }
    },
  },
  {
    name: 'composefs',
    severity: 'fatal',
    cure: 'add "[composefs]" with "enabled = true" to it',
    targets: ['bootc'],
    *find(tree) {
      const exists = tree.kindOf(PREPARE_ROOT) === 'file'
      const text = exists ? tree.read(PREPARE_ROOT).toString('latin1') : ''
      if (!/^\[composefs\][^[]*^enabled\s*=\s*(true|yes|maybe|signed|verity)/ms.test(text)) {
        yield { path: PREPARE_ROOT, reason: 'does not turn composefs on' }
      }
    },
  },
]
