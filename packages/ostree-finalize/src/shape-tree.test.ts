import { ImageTree, writeTree } from '@apt2ostree/ostree-tree'
import {
  createTestRepo,
  readTreeLiteral,
  storeTree,
  type TreeLiteral,
} from '@apt2ostree/testkit/tree'
import { describe, expect, it } from 'vitest'
import { configuredTree } from '../test/configured-tree.js'
import { findKernels, requireKernel } from './kernel.js'
import { shapeTree } from './shape-tree.js'
import type { Target } from './target.js'

const repo = createTestRepo()

async function open(literal: TreeLiteral): Promise<ImageTree> {
  return new ImageTree(repo, await storeTree(repo, literal))
}

async function shape(literal: TreeLiteral, target: Target = 'ostree'): Promise<TreeLiteral> {
  const tree = await open(literal)
  shapeTree(tree, { kernel: '6.1', target, kernelArguments: ['quiet'] })
  return readTreeLiteral(repo, await repo.transaction((tx) => writeTree(tree, tx)))
}

const etc = {
  '/usr/etc/group': configuredTree['/etc/group'],
  '/usr/etc/machine-id': '[0444 0:0] ',
  '/usr/etc/passwd': configuredTree['/etc/passwd'],
  '/usr/etc/ssh/sshd_config': 'config',
}

const hostKeys = '/usr/lib/systemd/system/ssh-host-keys.service'

const kargs = '/usr/lib/bootc/kargs.d/50-image.toml'

const deployable = {
  [kargs]: 'kargs = ["rw", "quiet"]\n',
  '/bin': '-> usr/bin',
  '/boot/': '',
  '/dev/': '',
  '/home': '-> var/home',
  '/media': '-> run/media',
  '/mnt': '-> var/mnt',
  '/opt': '-> var/opt',
  '/ostree': '-> sysroot/ostree',
  '/proc/': '',
  '/root': '-> var/roothome',
  '/run/': '',
  '/srv': '-> var/srv',
  '/sys/': '',
  '/sysroot/': '',
  '/tmp/': '[1777 0:0]',
  ...etc,
  '/usr/lib/modules/6.1/System.map': 'map',
  '/usr/lib/modules/6.1/config': 'config',
  '/usr/lib/modules/6.1/modules.dep': 'modules',
  '/usr/lib/modules/6.1/vmlinuz': 'kernel',
  '/usr/lib/opt/acme/bin/run': '[0755 0:0] run',
  '/usr/lib/os-release': 'ID=debian',
  '/usr/lib/ostree/prepare-root.conf': '[sysroot]\nreadonly = true\n',
  '/usr/lib/sysimage/apt/extended_states': 'automatic',
  '/usr/lib/sysimage/dpkg/info/a.list': 'list',
  '/usr/lib/sysimage/dpkg/status': 'status',
  '/usr/lib/sysimage/dpkg/triggers/': '',
  [hostKeys]: expect.stringContaining('ExecStart=/usr/bin/ssh-keygen -A'),
  '/usr/lib/systemd/system/ssh.service': 'unit',
  '/usr/lib/systemd/system/ssh.service.wants/ssh-host-keys.service': '-> ../ssh-host-keys.service',
  '/usr/lib/sysusers.d/00-image-accounts.conf': [
    'g mail 8',
    'g root 0',
    'g ssl 101',
    'g staff 50',
    'u www 33:101 "Web 100%%" /var/www /bin/false',
    'm www ssl',
    '',
  ].join('\n'),
  '/usr/lib/tmpfiles.d/README': 'd',
  '/usr/lib/tmpfiles.d/image-var.conf': [
    'd /run/media 0755 root root - -',
    'd /var/cache 0755 root root - -',
    'd /var/cache/apt 0755 root root - -',
    'd /var/cache/debconf 0755 root root - -',
    'C /var/cache/debconf/config.dat - - - - -',
    'd /var/home 0755 root root - -',
    'd /var/lib 0755 root root - -',
    'd /var/lib/apt 0755 root root - -',
    'L /var/lib/apt/extended_states - - - - ../../../usr/lib/sysimage/apt/extended_states',
    'd /var/lib/dbus 0755 root root - -',
    'L /var/lib/dpkg - - - - ../../usr/lib/sysimage/dpkg',
    'd /var/lib/www 2750 www ssl - -',
    'C /var/lib/www/data - - - - -',
    'd /var/mnt 0755 root root - -',
    'd /var/opt 0755 root root - -',
    'L /var/opt/acme - - - - ../../usr/lib/opt/acme',
    'd /var/roothome 0700 root root - -',
    'C /var/roothome/.profile - - - - -',
    'd /var/spool 0755 root root - -',
    'L /var/spool/mail - - - - ../mail',
    'd /var/srv 0755 root root - -',
    'd /var/srv/www 0755 root root - -',
    'C /var/srv/www/index.html - - - - -',
    'd /var/usrlocal 0755 root root - -',
    'd /var/usrlocal/bin 2775 root staff - -',
    '',
  ].join('\n'),
  '/usr/lib/tmpfiles.d/var.conf': configuredTree['/usr/lib/tmpfiles.d/var.conf'],
  '/usr/local': '-> ../var/usrlocal',
  '/usr/share/factory/var/cache/debconf/config.dat': 'answers',
  '/usr/share/factory/var/lib/www/data': '[0600 33:777] data',
  '/usr/share/factory/var/roothome/.profile': 'profile',
  '/usr/share/factory/var/srv/www/index.html': 'page',
  '/var/': '',
}

describe('shapeTree', () => {
  it('makes a configured tree deployable', async () => {
    expect(await shape(configuredTree)).toEqual(deployable)
  })

  it('leaves /etc where bootc wants it, and asks for composefs', async () => {
    const tree = await shape(configuredTree, 'bootc')
    const moved = Object.entries(deployable).map(([path, value]) => [
      path.replace('/usr/etc', '/etc'),
      value,
    ])
    expect(tree).toEqual({
      ...Object.fromEntries(moved),
      [kargs]: 'kargs = ["quiet"]\n',
      '/usr/lib/ostree/prepare-root.conf':
        '[composefs]\nenabled = true\n[sysroot]\nreadonly = true\n',
    })
  })

  it('needs little: accounts, /home and an SSH server may be missing', async () => {
    const tree = await shape({ '/etc/hosts': 'hosts', '/boot/vmlinuz-6.1': 'kernel' })
    expect(Object.keys(tree).filter((path) => path.startsWith('/usr/'))).toEqual([
      '/usr/local',
      '/usr/etc/hosts',
      '/usr/etc/machine-id',
      kargs,
      '/usr/lib/modules/6.1/vmlinuz',
      '/usr/lib/ostree/prepare-root.conf',
      '/usr/lib/tmpfiles.d/image-var.conf',
    ])
  })

  it('keeps the resolver link and a mount description of the image', async () => {
    const own = {
      '/etc/resolv.conf': '-> ../run/systemd/resolve/stub-resolv.conf',
      '/usr/lib/ostree/prepare-root.conf': 'own',
    }
    expect(await shape({ ...configuredTree, ...own })).toMatchObject({
      '/usr/etc/resolv.conf': own['/etc/resolv.conf'],
      '/usr/lib/ostree/prepare-root.conf': 'own',
    })
  })

  it.each([
    { summary: 'a tree twice', tree: { '/usr/etc/hosts': '' }, reason: 'it is deployable already' },
    { summary: 'a tree without /etc', tree: { '/usr/bin/sh': '' }, reason: 'it has no /etc' },
  ])('refuses $summary', async ({ tree, reason }) => {
    await expect(shape(tree)).rejects.toThrow(`cannot finalize the tree: ${reason}`)
  })
})

describe('kernels', () => {
  it.each([
    { summary: "in Debian's place", tree: { '/boot/vmlinuz-6.1': '' }, kernels: ['6.1'] },
    {
      summary: "in OSTree's place",
      tree: { '/usr/lib/modules/6.1/vmlinuz': '', '/usr/lib/modules/5.0/extra': '' },
      kernels: ['6.1'],
    },
    {
      summary: 'in both',
      tree: { '/usr/lib/modules/6.1/vmlinuz': '', '/boot/vmlinuz-6.1': '' },
      kernels: ['6.1'],
    },
    { summary: 'none', tree: { '/boot/config-6.1': '' }, kernels: [] },
  ])('$summary', async ({ tree, kernels }) => {
    expect(findKernels(await open(tree))).toEqual(kernels)
  })

  it.each([
    { summary: 'no kernel', tree: {}, message: 'cannot find a kernel in the tree' },
    {
      summary: 'two kernels',
      tree: { '/boot/vmlinuz-6.1': '', '/usr/lib/modules/6.2/vmlinuz': '' },
      message: 'cannot choose between the kernels "6.1" and "6.2"',
    },
  ])('refuses $summary', async ({ tree, message }) => {
    const image = await open(tree)
    expect(() => requireKernel(image)).toThrow(message)
  })
})
