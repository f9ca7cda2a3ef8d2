import { createTestRepo, type TreeLiteral, writeTreeLiteral } from '@apt2ostree/testkit/tree'
import { describe, expect, it } from 'vitest'
import { InitramfsInputs } from './initramfs-inputs.js'

const repo = createTestRepo()

const setup = `# the tree of modules
require_binaries kmod mdadm || return 1
inst_libdir_file "libnss_files.so*"
grep '^adm:' /etc/group
`

const tree: TreeLiteral = {
  'boot/config-6.1': 'CONFIG_X=y',
  'etc/dracut.conf.d/own.conf': 'drivers+=" ext4 "',
  'etc/group': 'root:x:0:\nadm:x:4:\n',
  'etc/ld.so.cache': '1',
  'usr/bin/dracut': 'for module in 99base; do :; done',
  'usr/bin/kmod': 'program',
  'usr/lib/dracut/modules.d/99base/module-setup.sh': setup,
  'usr/lib/modules/6.1/kernel/ext4.ko': 'module',
  'usr/lib/x86_64-linux-gnu/libkmod.so.2': 'library',
  'usr/share/keymaps/us.map': 'keys',
}

/** What an initramfs holds that was made of it. */
const taken = [
  'usr',
  'usr/bin/kmod',
  'usr/lib/x86_64-linux-gnu/libkmod.so.2',
  'usr/share/keymaps/us.map',
]

async function digest(changes: TreeLiteral, kernel = '6.1', flags: string[] = []) {
  const root = await repo.transaction(async (tx) => writeTreeLiteral(tx, { ...tree, ...changes }))
  return new InitramfsInputs(repo, root, kernel, flags).digestFor(taken)
}

describe('what an initramfs is made of', () => {
  it.each<[string, TreeLiteral]>([
    ['a module', { 'usr/lib/modules/6.1/kernel/ext4.ko': 'changed' }],
    ['one more module', { 'usr/lib/modules/6.1/kernel/xfs.ko': '' }],
    ['firmware', { 'usr/lib/firmware/card.bin': '' }],
    ["the kernel's configuration", { 'boot/config-6.1': 'CONFIG_X=n' }],
    ['a setting', { 'etc/dracut.conf.d/own.conf': 'drivers+=" xfs "' }],
    ['one more setting', { 'etc/dracut.conf.d/more.conf': '' }],
    ['a setting of modprobe', { 'etc/modprobe.d/x.conf': '' }],
    ['a module of dracut', { 'usr/lib/dracut/modules.d/90more/module-setup.sh': '' }],
    ['a program that it holds', { 'usr/bin/kmod': 'changed' }],
    ['a mode', { 'usr/bin/kmod': '[0700 0:0] program' }],
    ['a library that it holds', { 'usr/lib/x86_64-linux-gnu/libkmod.so.2': 'changed' }],
    ['another library of that name', { 'usr/lib/libkmod.so.2': '' }],
    ['a file that it holds from elsewhere', { 'usr/share/keymaps/us.map': 'changed' }],
    ['a program that dracut asked for in vain', { 'usr/sbin/mdadm': '' }],
    [
      'a library that dracut asked for in vain',
      { 'usr/lib/x86_64-linux-gnu/libnss_files.so.2': '' },
    ],
    ['an account that dracut names', { 'etc/group': 'root:x:0:\nadm:x:5:\n' }],
  ])('counts: %s', async (_, changes) => {
    expect(await digest(changes)).not.toBe(await digest({}))
  })

  it.each<[string, TreeLiteral]>([
    [
      'a package beside all that',
      { 'usr/bin/tree': '', 'usr/share/doc/tree/copyright': '', 'var/lib/dpkg/info/tree.list': '' },
    ],
    ['another account', { 'etc/group': 'root:x:0:\nadm:x:4:\npostgres:x:110:\n' }],
    ['the list of libraries', { 'etc/ld.so.cache': '2' }],
    ['an initramfs', { 'boot/initrd.img-6.1': '' }],
    ['another kernel', { 'usr/lib/modules/6.2/kernel/ext4.ko': '' }],
  ])('does not count: %s', async (_, changes) => {
    expect(await digest(changes)).toBe(await digest({}))
  })

  it('counts for what, and how, it is made', async () => {
    const all = [await digest({}), await digest({}, '6.2'), await digest({}, '6.1', ['--zstd'])]
    expect(new Set(all).size).toBe(3)
  })
})
