import { gzipSync } from 'node:zlib'
import { ImageTree } from '@apt2ostree/ostree-tree'
import { createTestRepo, storeTree } from '@apt2ostree/testkit/tree'
import { describe, expect, it } from 'vitest'
import { configuredTree } from '../../test/configured-tree.js'
import { cpioOf } from '../../test/cpio.js'
import { readInitramfsNames } from '../initramfs/initramfs-names.js'
import { shapeTree } from '../shape-tree.js'
import type { Target } from '../target.js'
import { lintTree } from './lint-tree.js'

const repo = createTestRepo()
const initramfs = cpioOf(['usr/lib/ostree/ostree-prepare-root'])
const image = '/usr/lib/modules/6.1/initramfs.img'

/** A tree as finalize leaves it, with nothing to say about it. */
async function soundTree(target: Target): Promise<ImageTree> {
  const literal = { ...configuredTree, '/usr/bin/dpkg': '', [image]: initramfs }
  const owned = { ...literal, '/var/lib/www/data': 'data' }
  const tree = new ImageTree(repo, await storeTree(repo, owned))
  shapeTree(tree, { kernel: '6.1', target, kernelArguments: [] })
  return tree
}

async function lint(tree: ImageTree, target: Target = 'ostree', skip: string[] = []) {
  const lines: string[] = []
  for await (const { rule, path, cure } of lintTree(tree, target, skip)) {
    expect(cure).not.toBe('')
    lines.push(`${rule} ${path}`)
  }
  return lines
}

interface Case {
  readonly summary: string
  readonly spoil: (tree: ImageTree) => void
  readonly findings: readonly string[]
}

const tmpfiles = '/usr/lib/tmpfiles.d/image-var.conf'

const missing = ['/boot', '/dev', '/proc', '/run', '/sys', '/sysroot', '/tmp', '/var']

const cases: readonly Case[] = [
  {
    summary: 'no kernel',
    spoil: (tree) => tree.remove('/usr/lib/modules/6.1'),
    findings: ['kernel /usr/lib/modules'],
  },
  {
    summary: 'two kernels',
    spoil: (tree) => {
      tree.addFile('/usr/lib/modules/6.2/vmlinuz', '')
      tree.addFile('/usr/lib/modules/6.2/initramfs.img', initramfs)
    },
    findings: ['kernel /usr/lib/modules'],
  },
  {
    summary: 'content in /boot',
    spoil: (tree) => tree.addFile('/boot/grub/grub.cfg', ''),
    findings: ['boot-empty /boot/grub'],
  },
  {
    summary: 'no initramfs',
    spoil: (tree) => tree.remove(image),
    findings: ['initramfs /usr/lib/modules/6.1'],
  },
  {
    summary: 'an initramfs under another name',
    spoil: (tree) => tree.move(image, '/usr/lib/modules/6.1/initrd.img'),
    findings: ['initramfs /usr/lib/modules/6.1'],
  },
  {
    summary: 'an initramfs without the ostree module',
    spoil: (tree) => tree.addFile(image, cpioOf(['init'])),
    findings: [`initramfs-ostree ${image}`],
  },
  ...missing.map((path) => ({
    summary: `no ${path}`,
    spoil: (tree: ImageTree) => tree.remove(path),
    findings: [`api-directories ${path}`],
  })),
  {
    summary: 'content in /run and /tmp',
    spoil: (tree) => {
      tree.addFile('/run/sshd/pid', '')
      tree.addFile('/tmp/left', '')
    },
    findings: ['api-empty /run/sshd', 'api-empty /tmp/left'],
  },
  {
    summary: 'a /tmp for root only',
    spoil: (tree) => {
      tree.remove('/tmp')
      tree.addDirectory('/tmp')
    },
    findings: ['tmp-mode /tmp'],
  },
  {
    summary: 'no /ostree',
    spoil: (tree) => tree.remove('/ostree'),
    findings: ['ostree-link /ostree'],
  },
  {
    summary: 'two places for configuration',
    spoil: (tree) => tree.addFile('/etc/hosts', ''),
    findings: ['etc /etc'],
  },
  {
    summary: 'no os-release',
    spoil: (tree) => tree.remove('/usr/lib/os-release'),
    findings: ['os-release /usr/lib/os-release'],
  },
  {
    summary: 'content in /var',
    spoil: (tree) => tree.addFile('/var/log/dpkg.log', ''),
    findings: ['var-empty /var/log'],
  },
  {
    summary: 'nothing that makes /var',
    spoil: (tree) => tree.remove(tmpfiles),
    findings: [
      'var-tmpfiles /var/home',
      'var-tmpfiles /var/opt',
      'var-tmpfiles /var/roothome',
      'var-tmpfiles /var/srv',
      'var-tmpfiles /var/usrlocal',
      'var-tmpfiles /var/lib/dpkg',
    ],
  },
  {
    summary: 'no dpkg database, where /var was emptied too early',
    spoil: (tree) => tree.remove('/usr/lib/sysimage/dpkg'),
    findings: ['dpkg-database /usr/lib/sysimage/dpkg'],
  },
  {
    summary: 'an account that only passwd knows',
    spoil: (tree) => tree.remove('/usr/lib/sysusers.d'),
    findings: ['sysusers /usr/etc/passwd', ...Array(4).fill('sysusers /usr/etc/group')],
  },
  {
    summary: 'a group that only /etc/group knows',
    spoil: (tree) => tree.addFile('/usr/etc/group', 'root:x:0:\nmail:x:8:\nnew:x:101:\n'),
    findings: ['sysusers /usr/etc/group'],
  },
  {
    summary: 'no kernel argument rw',
    spoil: (tree) => tree.remove('/usr/lib/bootc/kargs.d'),
    findings: ['kargs-rw /usr/lib/bootc/kargs.d'],
  },
  {
    summary: 'a kernel argument that takes it back',
    spoil: (tree) => tree.addFile('/usr/lib/bootc/kargs.d/90-x.toml', 'kargs = ["quiet", "ro"]'),
    findings: ['kargs-rw /usr/lib/bootc/kargs.d'],
  },
  {
    summary: 'kernel arguments that nobody can read',
    spoil: (tree) => tree.addFile('/usr/lib/bootc/kargs.d/90-x.toml', 'kargs = quiet'),
    findings: ['kargs /usr/lib/bootc/kargs.d/90-x.toml'],
  },
  {
    summary: 'a name and a symlink that are not UTF-8',
    spoil: (tree) => {
      tree.addFile('/usr/share/caf\xe9', '')
      tree.addSymlink('/usr/share/link', 'caf\xe9')
    },
    findings: ['utf8 /usr/share/caf\xe9', 'utf8 /usr/share/link'],
  },
  {
    summary: 'the machine-id of the builder',
    spoil: (tree) => tree.addFile('/usr/etc/machine-id', 'cafe\n'),
    findings: ['machine-id /usr/etc/machine-id'],
  },
  {
    summary: 'no machine-id',
    spoil: (tree) => tree.remove('/usr/etc/machine-id'),
    findings: ['machine-id /usr/etc/machine-id'],
  },
  {
    summary: 'an SSH host key for all',
    spoil: (tree) => tree.addFile('/usr/etc/ssh/ssh_host_rsa_key', 'secret'),
    findings: ['ssh-host-keys /usr/etc/ssh/ssh_host_rsa_key'],
  },
  {
    summary: 'a setgid program of nobody, after ids moved',
    spoil: (tree) => tree.addFile('/usr/bin/ssh-agent', '', { mode: 0o2755, gid: 102 }),
    findings: ['unknown-owner /usr/bin/ssh-agent'],
  },
]

describe('lintTree', () => {
  it.each(['ostree', 'bootc'] as const)(
    'finds nothing in what finalize makes for %s',
    async (target) => {
      expect(await lint(await soundTree(target), target)).toEqual([])
    },
  )

  it.each(cases)('$summary', async ({ spoil, findings }) => {
    const tree = await soundTree('ostree')
    spoil(tree)
    expect(await lint(tree)).toEqual(findings)
  })

  it('looks on where a rule cannot read what it is about', async () => {
    const tree = await soundTree('ostree')
    tree.addFile(image, 'no archive')
    tree.addFile('/usr/etc/machine-id', 'cafe\n')
    expect(await lint(tree)).toEqual(['initramfs-ostree /', 'machine-id /usr/etc/machine-id'])
    expect(await lint(tree, 'ostree', ['initramfs-ostree'])).toEqual([
      'machine-id /usr/etc/machine-id',
    ])
  })

  it.each<Case>([
    {
      summary: 'a container without composefs',
      spoil: (tree) => tree.addFile('/usr/lib/ostree/prepare-root.conf', '[sysroot]\n'),
      findings: ['composefs /usr/lib/ostree/prepare-root.conf'],
    },
    {
      summary: 'a container with /usr/etc',
      spoil: (tree) => tree.addFile('/usr/etc/hosts', ''),
      findings: ['etc /usr/etc'],
    },
  ])('$summary', async ({ spoil, findings }) => {
    const tree = await soundTree('bootc')
    spoil(tree)
    expect(await lint(tree, 'bootc')).toEqual(findings)
  })
})

describe('readInitramfsNames', () => {
  const early = Buffer.from(`${cpioOf(['microcode'])}${'\0'.repeat(512)}`, 'latin1')
  const main = Buffer.from(cpioOf(['init', 'bin/sh']), 'latin1')

  it.each([
    { summary: 'plain', image: main, names: ['init', 'bin/sh'] },
    { summary: 'compressed', image: gzipSync(main), names: ['init', 'bin/sh'] },
    {
      summary: 'microcode first',
      image: Buffer.concat([early, gzipSync(main)]),
      names: ['microcode', 'init', 'bin/sh'],
    },
  ])('$summary', async ({ image: bytes, names }) => {
    expect(await readInitramfsNames(bytes)).toEqual(names)
  })

  it.each([
    { summary: 'no archive', image: Buffer.from('text'), reason: 'it is no cpio archive' },
    { summary: 'half an archive', image: main.subarray(0, 200), reason: 'it is no cpio archive' },
    { summary: 'half a stream', image: gzipSync(main).subarray(0, 30), reason: 'initramfs' },
  ])('refuses $summary', async ({ image: bytes, reason }) => {
    await expect(readInitramfsNames(bytes)).rejects.toThrow(reason)
  })
})
