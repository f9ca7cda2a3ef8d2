import { readdirSync } from 'node:fs'
import { lookupPath, type Repo } from '@apt2ostree/ostree-repo'
import { needs } from '@apt2ostree/testkit/needs'
import { readTreeLiteral } from '@apt2ostree/testkit/tree'
import { afterEach, expect, it, vi } from 'vitest'
import {
  type ConfigureTreeOptions,
  configureTree,
  diffSecondRun,
  findConfigured,
} from '../src/index.js'
import { makeTinySystem, type TinyPackage, type TinySystem } from './tiny-system.js'

vi.setConfig({ testTimeout: 60_000 })

needs('mounts', 'sandbox', 'chattr', 'dpkg', 'ldd').describe('configureTree', () => {
  let system: TinySystem | undefined
  afterEach(() => system?.remove())

  type Packages = Readonly<Record<string, TinyPackage>>

  async function configure(packages: Packages, options: Partial<ConfigureTreeOptions> = {}) {
    system = await makeTinySystem(packages)
    const { repo } = system
    await configureTree({ ...options, repo, rev: 'unpacked', branch: 'configured' })
    return (path: string) => readPath(repo, path)
  }

  async function failure(packages: Packages, options: Partial<ConfigureTreeOptions> = {}) {
    const error: unknown = await configure(packages, options).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(system?.repo.readRef('configured')).toBeUndefined()
    expect(readdirSync(`${system?.repo.path}/tmp`)).toEqual(['cache'])
    return error as Error
  }

  it('runs preinst scripts in the order of dependencies, then dpkg', async () => {
    const read = await configure({
      a: { fields: { Depends: 'z' }, preinst: 'echo "a $*" >> /order' },
      b: { fields: { Depends: 'c | a' }, preinst: 'echo "b $*" >> /order' },
      'base-files': { preinst: 'echo "base-files $*" >> /order' },
      c: { preinst: 'echo "c $*" >> /order', postinst: 'echo "c $*" >> /order' },
      z: { preinst: 'echo "z $*" >> /order' },
    })
    expect(read('/order')).toBe(
      'base-files install\nz install\na install\nc install\nb install\nc configure \n',
    )
    expect(read('/var/lib/dpkg/status')?.match(/^Status: .*/gm)).toEqual(
      Array(5).fill('Status: install ok installed'),
    )
  })

  it('configures essential packages first, with what they depend on', async () => {
    const read = await configure({
      a: { postinst: 'echo a >> /order' },
      e: { fields: { Essential: 'yes', Depends: 'z' }, postinst: 'echo e >> /order' },
      z: { postinst: 'echo z >> /order' },
    })
    expect(read('/order')).toBe('z\ne\na\n')
  })

  it('configures what a package pre-depends on, with all that that needs, before its preinst', async () => {
    const log = (name: string) => ({ postinst: `echo "${name} $1" >> /order` })
    const read = await configure({
      a: { fields: { 'Pre-Depends': 'z' }, preinst: 'echo "a install" >> /order', ...log('a') },
      b: log('b'),
      y: { preinst: 'echo "y install" >> /order', ...log('y') },
      z: { fields: { Depends: 'y' }, ...log('z') },
    })
    expect(read('/order')?.split('\n')).toEqual([
      ...['y install', 'y configure', 'z configure', 'a install', 'a configure', 'b configure', ''],
    ])
  })

  it('runs the preinst of a package that pre-depends on what depends on it', async () => {
    const read = await configure({
      a: { fields: { 'Pre-Depends': 'z' }, preinst: 'echo "a install" >> /order' },
      z: { fields: { Depends: 'a' }, postinst: 'echo "z configure" >> /order' },
    })
    expect(read('/order')).toBe('a install\nz configure\n')
  })

  it('has essential packages configured when the preinst of another runs', async () => {
    const read = await configure({
      a: { preinst: 'echo "a install" >> /order' },
      e: { fields: { Essential: 'yes' }, postinst: 'echo "e configure" >> /order' },
    })
    expect(read('/order')).toBe('e configure\na install\n')
  })

  it("gives scripts dpkg's environment and one date", async () => {
    const read = await configure(
      { dpkg: { preinst: 'env > /preinst' }, p: { postinst: 'env > /postinst' } },
      { sourceDateEpoch: 1234 },
    )
    const wanted = [
      'DEBCONF_NONINTERACTIVE_SEEN=true',
      'DEBIAN_FRONTEND=noninteractive',
      'DPKG_ADMINDIR=/var/lib/dpkg',
      'DPKG_FORCE=security-mac,downgrade,unsafe-io',
      'DPKG_MAINTSCRIPT_ARCH=all',
      'DPKG_MAINTSCRIPT_DEBUG=0',
      'DPKG_MAINTSCRIPT_NAME=preinst',
      'DPKG_MAINTSCRIPT_PACKAGE=dpkg',
      'DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1',
      'DPKG_ROOT=',
      'DPKG_RUNNING_VERSION=1.0',
      'HOME=/root',
      'LANG=C.UTF-8',
      'LANGUAGE=C.UTF-8',
      'LC_ALL=C.UTF-8',
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
      'PWD=/',
      'SOURCE_DATE_EPOCH=1234',
      'TERM=dumb',
    ]
    expect(read('/preinst')?.trim().split('\n').sort()).toEqual(wanted)
    const same = wanted.filter((line) => !/^DPKG_(MAINTSCRIPT_(NAME|PACKAGE)|RUNNING)/.test(line))
    expect(read('/postinst')?.split('\n')).toEqual(expect.arrayContaining(same))
  })

  it('fires the file triggers of what came with the layers', async () => {
    const read = await configure({
      icons: {
        interest: '/usr/share/icons',
        postinst: 'if [ "$1" = triggered ]; then echo "$*" > /triggered; fi',
      },
      theme: { files: ['/usr/share/icons', '/usr/share/icons/x.png'] },
    })
    expect(read('/triggered')).toBe('triggered /usr/share/icons\n')
  })

  it('configures what is added to installed packages, and tells those of its files', async () => {
    const read = await configure({
      icons: {
        fields: { Status: 'install ok installed' },
        interest: '/usr/share/icons',
        preinst: 'echo icons >> /order',
        postinst: 'echo "icons $1" >> /order',
      },
      theme: {
        fields: { Depends: 'icons' },
        files: ['/usr/share/icons', '/usr/share/icons/x.png'],
        preinst: 'echo theme >> /order',
        postinst: 'echo "theme $1" >> /order',
      },
    })
    expect(read('/order')).toBe('theme\ntheme configure\nicons triggered\n')
    expect(read('/var/lib/dpkg/status')?.match(/^Status: .*/gm)).toEqual(
      Array(2).fill('Status: install ok installed'),
    )
  })

  it.each([
    { initramfs: true, made: 'by dracut\n', hook: '' },
    { initramfs: false, made: undefined, hook: 'No' },
  ])('lets scripts make an initramfs: $initramfs', async ({ initramfs, made, hook }) => {
    const dracut = '[0755 0:0] #!/bin/sh\necho by dracut > /boot/initrd.img\n'
    const kernel = { postinst: 'dracut --force; echo -n "$INITRD" > /hook' }
    system = await makeTinySystem({ kernel }, undefined, { 'usr/bin/dracut': dracut, 'boot/': '' })
    const { repo } = system
    await configureTree({ repo, rev: 'unpacked', branch: 'configured', initramfs })
    expect(readPath(repo, '/boot/initrd.img')).toBe(made)
    expect(readPath(repo, '/hook')).toBe(hook)
    expect(readPath(repo, '/usr/bin/dracut')).toBe(dracut.replace(/^\S+ \S+ /, ''))
    const wanted = { repo, rev: 'unpacked', branch: 'configured' }
    expect(findConfigured({ ...wanted, initramfs })).toBeDefined()
    expect(findConfigured({ ...wanted, initramfs: !initramfs })).toBeUndefined()
  })

  it('leaves no trace of its own', async () => {
    const read = await configure({
      p: {
        postinst: 'start-stop-daemon --start || exit 1; policy-rc.d && exit 1; echo x > /run/x',
      },
    })
    for (const path of ['/run/x', '/var/log/dpkg.log', '/usr/sbin/policy-rc.d', '/etc/hostname']) {
      expect(read(path), path).toBeUndefined()
    }
    expect(lookupRun(system)).toEqual(['lock'])
  })

  it("leaves out indexes in the order of the disk; what mandb made is the user's who it works as", async () => {
    await configure({
      p: {
        postinst: `mkdir -p /var/cache/man/de; chown 6:12 /var/cache/man
          touch /var/cache/man/index.db /var/cache/man/de/index.db /var/cache/man/de/CACHEDIR.TAG`,
      },
    })
    const { repo } = system as TinySystem
    const tree = readTreeLiteral(repo, repo.readRoot(repo.resolveRev('configured')))
    const cache = Object.entries(tree).filter(([path]) => path.startsWith('/var/cache/man/'))
    expect(cache).toEqual([
      ['/var/cache/man/', '[0755 6:12]'],
      ['/var/cache/man/de/', '[0755 6:12]'],
      ['/var/cache/man/de/CACHEDIR.TAG', '[0644 6:12] '],
    ])
  })

  it('gives the same commit twice', async () => {
    system = await makeTinySystem({ p: { postinst: 'date -d @$SOURCE_DATE_EPOCH > /date' } })
    const { repo } = system
    const first = await configureTree({ repo, rev: 'unpacked' })
    expect(await configureTree({ repo, rev: 'unpacked', branch: 'b' })).toBe(first)
    expect(repo.readCommit(first)).toMatchObject({ timestamp: 0, subject: '' })
  })

  it('finds what a second run makes otherwise', async () => {
    const postinst = 'cat /proc/sys/kernel/random/uuid > /chance; echo same > /same'
    system = await makeTinySystem({ p: { postinst } })
    const { repo } = system
    const options = { repo, rev: 'unpacked' }
    expect(await diffSecondRun(options, await configureTree(options))).toEqual(['/chance'])
  })

  it('says what dpkg finds amiss', async () => {
    const error = await failure({ p: { fields: { Depends: 'absent' } } })
    expect(error.message).toContain('dependency problems prevent configuration of p')
  })

  it('refuses a tree without a dpkg database', async () => {
    system = await makeTinySystem({})
    const { repo } = system
    const empty = await repo.transaction((tx) =>
      tx.writeCommit({
        rootTree: tx.writeDirTree({ files: [], dirs: [] }),
        rootMeta: repo.readCommit(repo.resolveRev('unpacked')).rootMeta,
      }),
    )
    await expect(configureTree({ repo, rev: empty })).rejects.toThrow(/it has no \/var\/lib\/dpkg/)
  })
})

function readPath(repo: Repo, path: string): string | undefined {
  const entry = lookupPath(repo, repo.readRoot(repo.resolveRev('configured')), path)
  return entry?.type === 'file' ? repo.openFile(entry.checksum).readAll().toString() : undefined
}

function lookupRun(system: TinySystem | undefined): string[] {
  if (system === undefined) return []
  const { repo } = system
  const entry = lookupPath(repo, repo.readRoot(repo.resolveRev('configured')), '/run')
  if (entry?.type !== 'directory') return []
  const { files, dirs } = repo.readDirTree(entry.tree)
  return [...files, ...dirs].map(([name]) => name)
}
