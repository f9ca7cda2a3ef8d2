import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lockfile } from '@apt2ostree/lockfile'
import { importDirectory } from '@apt2ostree/ostree-repo'
import { controlText } from '@apt2ostree/testkit'
import { createTestRepo, readTreeLiteral, type TreeLiteral } from '@apt2ostree/testkit/tree'
import { describe, expect, test } from 'vitest'
import { buildPool, type TestDeb, type TestPool, unpackPool } from './unpack-debs.js'

/** What dpkg keeps for itself while it runs, and the files that only we write: empty, or apt's. */
const incomparable = new Set([
  '/var/lib/dpkg/lock',
  '/var/lib/dpkg/lock-frontend',
  '/var/lib/dpkg/status-old',
  '/var/lib/dpkg/triggers/Lock',
  '/var/lib/dpkg/arch',
  '/var/lib/dpkg/diversions',
  '/var/lib/apt/extended_states',
])

const canRunDpkg = (() => {
  try {
    return process.getuid?.() === 0 && execFileSync('dpkg', ['--version']).length > 0
  } catch {
    return false
  }
})()

const native = canRunDpkg
  ? execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim()
  : 'amd64'

const repo = createTestRepo()

interface Case {
  readonly summary: string
  readonly debs: readonly TestDeb[]
  readonly foreignArchitectures?: readonly string[]
  /** Default: both layouts. */
  readonly usrMerge?: boolean
}

const cases: readonly Case[] = [
  {
    summary: 'files of all kinds',
    debs: [
      {
        files: [
          { path: './' },
          { path: './usr/' },
          { path: './usr/bin/' },
          { path: './usr/bin/su', mode: 0o4755, content: 'su' },
          { path: './usr/bin/wall', mode: 0o2755, gid: 5, content: 'wall' },
          { path: './usr/bin/hard', type: 'link', mode: 0o4755, target: './usr/bin/su' },
          { path: './usr/bin/soft', target: 'su' },
          { path: './usr/bin/empty' },
          { path: './usr/bin/caf\xc3\xa9', content: 'name in UTF-8' },
          { path: './var/' },
          { path: './var/mail/', mode: 0o2775, gid: 8 },
          { path: `./${'d'.repeat(120)}/` },
          { path: `./${'d'.repeat(120)}/file`, content: 'long' },
          { path: './long', target: '../'.repeat(60) },
        ],
      },
    ],
  },
  {
    summary: 'md5sums of its own, other control files, and modes of theirs',
    debs: [
      {
        controlEntries: [
          {
            path: './control',
            content: controlText(),
          },
          { path: './md5sums', content: 'not checked\n' },
          { path: './templates', mode: 0o664, content: 'Template: x\n' },
          { path: './shlibs', mode: 0o600, content: 'libx 1 x\n' },
          { path: './postinst', mode: 0o775, content: '#!/bin/sh\nexit 0\n' },
        ],
        files: [{ path: './' }, { path: './file', content: 'file' }],
      },
    ],
  },
  {
    summary: 'owners by their names, and by their numbers where nobody has the name',
    debs: [
      {
        controlFiles: { conffiles: '/etc/secret\n' },
        files: [
          { path: './' },
          { path: './srv/', userName: 'www-data', groupName: 'nogroup' },
          {
            path: './srv/run',
            mode: 0o4750,
            userName: 'www-data',
            groupName: 'www-data',
            content: 'x',
          },
          {
            path: './srv/page',
            uid: 1234,
            gid: 4321,
            userName: 'man',
            groupName: 'man',
            content: 'x',
          },
          {
            path: './srv/admin',
            uid: 1000,
            gid: 1000,
            userName: 'root',
            groupName: 'root',
            content: 'x',
          },
          { path: './srv/link', target: 'page', userName: 'mail', groupName: 'adm' },
          {
            path: './srv/other',
            uid: 70,
            gid: 71,
            userName: 'no-such-user',
            groupName: 'staff',
            content: 'x',
          },
          {
            path: './srv/hard',
            type: 'link',
            mode: 0o4750,
            target: './srv/run',
            userName: 'www-data',
            groupName: 'www-data',
          },
          { path: './srv/unnamed', uid: 8, gid: 8, userName: '', groupName: '', content: 'x' },
          { path: './etc/' },
          {
            path: './etc/secret',
            mode: 0o640,
            userName: 'root',
            groupName: 'shadow',
            content: 'x',
          },
        ],
      },
    ],
  },
  {
    summary: 'paths that are there twice',
    debs: [
      {
        files: [
          { path: './' },
          { path: './opt/', mode: 0o750 },
          { path: './opt/a', content: 'first' },
          { path: './opt/', mode: 0o777, uid: 7 },
          { path: './opt/a', mode: 0o600, content: 'second' },
          { path: './opt/b', target: 'a' },
          { path: './opt/b', target: 'c' },
        ],
      },
    ],
  },
  {
    summary:
      'links among the control files, files that are passed over, scripts that are no programs',
    debs: [
      {
        controlEntries: [
          { path: './control', content: controlText() },
          { path: './preinst', mode: 0o644, content: '#!/bin/sh\nexit 0\n' },
          { path: './postinst', mode: 0o644, content: '#!/bin/sh\nexit 0\n' },
          { path: './prerm', type: 'link', target: './postinst' },
          { path: './postrm', target: 'postinst' },
          { path: './read.me', content: 'passed over' },
          { path: './list', content: 'passed over' },
        ],
        files: [{ path: './' }, { path: './file', content: 'file' }],
      },
      {
        fields: { Package: 'linked' },
        controlEntries: [
          { path: './control', content: controlText({ Package: 'linked' }) },
          { path: './shared', content: '/etc/linked.conf\n' },
          { path: './conffiles', target: './shared' },
        ],
        files: [{ path: './' }, { path: './etc/' }, { path: './etc/linked.conf', content: 'x' }],
      },
    ],
  },
  {
    summary: 'conffiles',
    debs: [
      {
        controlFiles: { conffiles: '/etc/a.conf\n/etc/dir/b.conf\n' },
        files: [
          { path: './etc/' },
          { path: './etc/a.conf', content: 'a' },
          { path: './etc/dir/' },
          { path: './etc/dir/b.conf', mode: 0o600, content: 'b' },
          { path: './etc/not.conf', content: 'c' },
        ],
      },
    ],
  },
  {
    summary: 'a conffile that is to be removed',
    debs: [
      {
        controlFiles: { conffiles: 'remove-on-upgrade /etc/gone.conf\n' },
        files: [{ path: './' }],
      },
    ],
  },
  {
    summary: 'a stanza in a wild order',
    debs: [
      {
        fields: {
          Homepage: 'http://example.org/',
          'Multi-Arch': 'no',
          Essential: 'no',
          Version: '0:1.2-3',
          Section: 'Admin',
          Priority: 'Optional',
          'X-Other': 'thing\n of two lines',
          Depends: 'a(>=1),b|c (<<2:1),   d:any,e (= 0:5)',
          Provides: 'virtual (= 1.0), other',
          Conflicts: '',
          'Installed-Size': '42',
          Source: 'src (1.0)',
          Breaks: 'x (<< 1.0~)',
          Origin: 'here',
          Bugs: 'mailto:x@example.org',
          'built-using': 'gcc (= 1)',
          Description: 'short\n long\n .\n   more',
        },
        files: [{ path: './' }],
      },
    ],
  },
  {
    summary: 'an essential and a protected package',
    debs: [
      {
        fields: { Package: 'aa', Essential: 'yes', 'Multi-Arch': 'foreign' },
        files: [{ path: './' }],
      },
      { fields: { Package: 'bb', Protected: 'yes' }, files: [{ path: './' }] },
    ],
  },
  {
    summary: 'packages of several architectures side by side',
    foreignArchitectures: ['mips'],
    debs: [
      {
        fields: { Package: 'lib', Architecture: native, 'Multi-Arch': 'same' },
        controlFiles: { triggers: 'activate-noawait ldconfig\n', conffiles: '/etc/lib.conf\n' },
        files: [{ path: './' }, { path: './etc/' }, { path: './etc/lib.conf', content: 'x' }],
      },
      {
        fields: { Package: 'lib', Architecture: 'mips', 'Multi-Arch': 'same' },
        controlFiles: { triggers: 'interest /usr/lib\n', conffiles: '/etc/lib.conf\n' },
        files: [{ path: './' }, { path: './etc/' }, { path: './etc/lib.conf', content: 'x' }],
      },
      {
        fields: { Package: 'tool', Architecture: 'mips' },
        controlFiles: { triggers: 'interest tool\n' },
        files: [{ path: './' }],
      },
    ],
  },
  {
    summary: 'triggers of all kinds',
    debs: [
      {
        fields: { Package: 'one' },
        controlFiles: {
          triggers:
            '# comment\n\ninterest /usr/share/fonts\ninterest-noawait /etc/x\ninterest-await named\n',
        },
        files: [{ path: './' }],
      },
      {
        fields: { Package: 'two' },
        controlFiles: {
          triggers: 'interest-noawait named\nactivate named\nactivate-await x\n',
        },
        files: [{ path: './' }],
      },
    ],
  },
  {
    summary: 'paths below the aliases of a merged /usr',
    debs: [
      {
        controlFiles: { conffiles: '/lib/x.conf\n' },
        files: [
          { path: './' },
          { path: './bin/' },
          { path: './bin/sh', mode: 0o755, content: 'sh' },
          { path: './bin/link', type: 'link', mode: 0o755, target: './bin/sh' },
          { path: './bin/soft', target: 'sh' },
          { path: './lib/' },
          { path: './lib/x.conf', content: 'x' },
          { path: './lib/deep/' },
          { path: './lib/deep/file', content: 'f' },
          { path: './usr/' },
          { path: './usr/bin/' },
          { path: './usr/bin/other', content: 'o' },
        ],
      },
    ],
  },
]

const both = cases.flatMap((oneCase) =>
  [true, false]
    .filter((usrMerge) => (oneCase.usrMerge ?? usrMerge) === usrMerge)
    .map((usrMerge) => ({ ...oneCase, usrMerge, layout: usrMerge ? 'merged' : 'split' })),
)

describe.skipIf(!canRunDpkg)('layers are what dpkg --unpack leaves (needs dpkg and root)', () => {
  test.each(both)('$summary, $layout /usr', async (oneCase) => {
    const { debs, foreignArchitectures = [], usrMerge } = oneCase
    const pool = buildPool(debs, { architecture: native, foreignArchitectures })
    const expected = await unpackWithDpkg(pool, usrMerge)
    expect(await unpackOurselves(pool, usrMerge)).toEqual(expected)
  })
})

async function unpackOurselves(pool: TestPool, usrMerge: boolean): Promise<TreeLiteral> {
  const { layers } = await unpackPool(repo, pool, { usrMerge })
  const trees = layers.toReversed().map(({ commit }) => {
    const { rootTree: tree, rootMeta: meta } = repo.readCommit(commit)
    return readTreeLiteral(repo, { tree, meta })
  })
  return comparable(Object.assign({}, ...trees))
}

async function unpackWithDpkg(pool: TestPool, usrMerge: boolean): Promise<TreeLiteral> {
  const root = makeRoot(pool.lock, usrMerge)
  try {
    execFileSync('dpkg', [`--root=${root}`, '--force-all', '--unpack', ...pool.paths], {
      stdio: 'pipe',
    })
    return comparable(
      readTreeLiteral(repo, await repo.transaction((tx) => importDirectory(tx, root))),
    )
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** An empty system with the base directories that the database layer brings. */
function makeRoot({ architecture, foreignArchitectures }: Lockfile, usrMerge: boolean): string {
  const root = mkdtempSync(join(tmpdir(), 'dpkg-oracle-'))
  execFileSync('chmod', ['0755', root])
  for (const path of ['dev', 'etc', 'proc', 'run', 'sys', 'tmp', 'var/lib/dpkg/info']) {
    mkdirSync(join(root, path), { recursive: true })
  }
  execFileSync('chmod', ['1777', join(root, 'tmp')])
  for (const name of usrMerge ? ['bin', 'lib', 'sbin'] : []) {
    mkdirSync(join(root, 'usr', name), { recursive: true })
    symlinkSync(`usr/${name}`, join(root, name))
  }
  const database = join(root, 'var/lib/dpkg')
  for (const name of ['alternatives', 'parts', 'triggers', 'updates'])
    mkdirSync(join(database, name))
  writeFileSync(join(database, 'status'), '')
  writeFileSync(join(database, 'arch'), [architecture, ...foreignArchitectures, ''].join('\n'))
  return root
}

/** Leaves out what can't be compared, and directories that one side mentions only because they are empty. */
function comparable(tree: TreeLiteral): TreeLiteral {
  return Object.fromEntries(
    Object.entries(tree).filter(
      ([path, value]) =>
        !incomparable.has(path) &&
        !path.startsWith('/var/lib/dpkg/owners/') &&
        !(path.endsWith('/') && value === ''),
    ),
  )
}
