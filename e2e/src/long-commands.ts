import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { initRepo, Variant } from '@apt2ostree/ostree-repo'
import {
  type ArchiveServer,
  buildPool,
  buildSuite,
  createSigningKey,
  type PoolDeb,
  serveArchive,
} from '@apt2ostree/testkit'
import { hostPrograms, type TreeLiteral, writeTreeLiteral } from '@apt2ostree/testkit/tree'
import { out } from './run.js'

/** A command that takes a while, in a folder of its own with all that it needs. */
export interface LongCommand {
  readonly name: string
  readonly line: string
  /** A line of shell that prints what the command is to make. */
  readonly result: string
}

/** dpkg, what it refuses to work without, and what the scripts of packages are made of. */
const programs =
  'dpkg dpkg-deb dpkg-trigger dpkg-split diff ldconfig rm sh start-stop-daemon tar cat env mkdir sleep touch true'

/** Serves a small system: dpkg to configure with, and packages with many files and slow scripts. */
export async function serveSmallSystem(): Promise<ArchiveServer & { readonly key: string }> {
  const { bin: _b, lib: _l, lib64: _l64, sbin: _s, ...files } = hostPrograms(programs.split(' '))
  const entries = Object.entries(files).map(([path, value]) => entryOf(path, value))
  const host: PoolDeb = {
    fields: { Package: 'host', Architecture: 'amd64', Essential: 'yes' },
    // as in base-files: with a merged /usr they come to be symlinks
    files: [...['./bin/', './lib/', './lib64/', './sbin/'].map((path) => ({ path })), ...entries],
  }
  const others = Array.from({ length: 6 }, (_, index): PoolDeb => {
    const name = `part-${index}`
    return {
      fields: { Package: name, Architecture: 'amd64', Depends: 'host' },
      files: Array.from({ length: 200 }, (_, at) => ({
        path: `./usr/share/${name}/${at}`,
        content: randomBytes(8000),
      })),
      controlFiles: {
        postinst: '#!/bin/sh\nset -e\nsleep 0.1\ntouch "/etc/$DPKG_MAINTSCRIPT_PACKAGE"\n',
      },
    }
  })
  const key = await createSigningKey({ type: 'ed25519' })
  const pool = buildPool([host, ...others])
  const indexes = { 'main/binary-amd64/Packages': pool.packages }
  const suite = await buildSuite({ indexes, keys: [key] })
  const server = await serveArchive(new Map([...pool.files, ...suite]))
  return { ...server, uri: server.uri, key: key.armoured }
}

function entryOf(path: string, value: string) {
  if (path.endsWith('/')) return { path: `./${path}`, mode: path === 'tmp/' ? 0o1777 : 0o755 }
  return {
    path: `./${path}`,
    mode: 0o755,
    content: Buffer.from(value.replace(/^\[.*?\] /, ''), 'latin1'),
  }
}

/** A tree that boots as far as ostree-disk can tell. */
const deployable: TreeLiteral = {
  '/boot/': '',
  '/ostree': '-> sysroot/ostree',
  '/sysroot/': '',
  '/usr/etc/hostname': 'test',
  '/usr/lib/modules/6.1/initramfs.img': 'initramfs',
  '/usr/lib/modules/6.1/vmlinuz': 'kernel',
  '/usr/lib/os-release': 'ID=test\nPRETTY_NAME="Test 1"\n',
  '/var/': '',
}

/** Lays out a folder below `top` for each command, from what the commands before it made. */
export async function prepareLongCommands(
  top: string,
  archive: { readonly uri: string; readonly key: string },
): Promise<LongCommand[]> {
  writeFileSync(join(top, 'key.asc'), archive.key)
  const first = join(top, 'lock')
  mkdirSync(first)
  const image = {
    ref: 'os/small',
    required: false,
    'merged-usr': true,
    packages: Array.from({ length: 6 }, (_, index) => `part-${index}`),
    sources: [`deb [signed-by=${top}/key.asc] ${archive.uri} stable main`],
    postprocess: ['#!/bin/sh\nsleep 0.3\ntouch /etc/processed\n'],
  }
  writeFileSync(join(first, 'small.yaml'), JSON.stringify(image))
  const steps = ['lock', 'unpack', 'configure', 'finalize', 'commit']
  for (const [index, step] of steps.entries()) {
    const next = join(top, steps[index + 1] ?? 'done')
    await out(`cp -al ${join(top, step)} ${next} && cd ${next} && apt2ostree ${step} small.yaml`)
  }
  for (const name of ['union', 'checkout'])
    await out(`cp -al ${join(top, 'done')} ${join(top, name)}`)
  await out(`cp -al ${join(top, 'unpack')} ${join(top, 'build')}`)
  const inUnion = { cwd: join(top, 'union') }
  await out('deb2ostree unpack --repo repo --lock small.lock --pool pool > layers', inUnion)
  await makeDeployable(join(top, 'disk'))
  const ref = (name: string) => `ostree-repo rev-parse --repo repo ${name}`
  const step = (name: string, result: string) => ({
    name,
    line: `apt2ostree ${name} small.yaml`,
    result,
  })
  return [
    step('lock', 'cat small.lock'),
    step('unpack', ref('deb/images/small/unpacked')),
    {
      name: 'union',
      line: 'ostree-union --repo repo --branch made < layers',
      result: ref('made'),
    },
    step('configure', ref('deb/images/small/configured')),
    step('finalize', ref('deb/images/small/finalized')),
    step('build', ref('os/small')),
    {
      name: 'checkout',
      line: 'ostree-repo checkout --repo repo os/small tree',
      result: 'cd tree && find . -type f | sort | xargs sha256sum | sha256sum',
    },
    {
      name: 'disk',
      line: 'ostree-disk --repo repo os/test -o disk.img --size 300M --firmware bios',
      result: 'sha256sum disk.img',
    },
  ]
}

async function makeDeployable(folder: string): Promise<void> {
  mkdirSync(folder)
  await initRepo(join(folder, 'repo')).transaction((transaction) => {
    const files = Array.from({ length: 2000 }, (_, at) => [`/usr/share/${at}`, `${at}`] as const)
    const root = writeTreeLiteral(transaction, { ...deployable, ...Object.fromEntries(files) })
    const metadata = new Map([['ostree.bootable', Variant.of('b', true)]])
    const made = { rootTree: root.tree, rootMeta: root.meta, metadata }
    transaction.setRef('os/test', transaction.writeCommit(made))
  })
}
