import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  byteStringOf,
  initRepo,
  type Repo,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  TreeBuilder,
  Variant,
} from '@apt2ostree/ostree-repo'

/** A package of a sample tree. */
export interface SamplePackage {
  readonly name: string
  readonly source?: string
  readonly priority?: string
  readonly kib?: number
  readonly depends?: string
  /** Content by path below the root, without a leading slash. */
  readonly files: Readonly<Record<string, string>>
}

/** A folder of a test's own with a repo in it, gone with `remove`. */
export function makeSample(): { folder: string; repo: Repo; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'ostree-oci-'))
  const repo = initRepo(join(folder, 'repo'))
  return { folder, repo, remove: () => rmSync(folder, { recursive: true }) }
}

/** Commits a system of merged /usr with these packages, configured. */
export function commitSystem(
  repo: Repo,
  branch: string,
  packages: readonly SamplePackage[],
  { extra = {}, bootable = false }: { extra?: Record<string, string>; bootable?: boolean } = {},
): Promise<string> {
  return repo.transaction((tx) => {
    const tree = TreeBuilder.empty()
    const file = (path: string, content: string, mode = 0o644) =>
      tree.addFile(
        byteStringOf(path),
        tx.writeFile({ uid: 0, gid: 0, mode: S_IFREG | mode, xattrs: [] }, Buffer.from(content)),
      )
    const symlink = (path: string, symlinkTarget: string) =>
      tree.addFile(
        path,
        tx.writeFile({ uid: 0, gid: 0, mode: S_IFLNK | 0o777, xattrs: [], symlinkTarget }),
      )
    symlink('bin', 'usr/bin')
    tree.mkdir('tmp', { uid: 0, gid: 0, mode: S_IFDIR | 0o1777, xattrs: [] })
    const status = packages.map((each) => {
      const { name, source, priority = 'optional', kib = 1, depends, files } = each
      for (const [path, content] of Object.entries(files)) {
        file(path.replace(/^bin\//, 'usr/bin/'), content)
      }
      file(
        `var/lib/dpkg/info/${name}.list`,
        `/.\n${Object.keys(files)
          .map((path) => `/${path}\n`)
          .join('')}`,
      )
      return [
        `Package: ${name}`,
        'Status: install ok installed',
        `Priority: ${priority}`,
        `Installed-Size: ${kib}`,
        'Architecture: amd64',
        ...(source === undefined ? [] : [`Source: ${source}`]),
        'Version: 1',
        ...(depends === undefined ? [] : [`Depends: ${depends}`]),
        '',
      ].join('\n')
    })
    file('var/lib/dpkg/status', status.join('\n'))
    for (const [path, content] of Object.entries(extra)) file(path, content)
    tree.addFile(
      'usr/bin/capable',
      tx.writeFile(
        {
          uid: 3_000_000,
          gid: 4_000_000,
          mode: S_IFREG | 0o4755,
          xattrs: [
            [
              Buffer.from('security.capability'),
              Buffer.from('0100000200200000000000000000000000000000', 'hex'),
            ],
          ],
        },
        Buffer.from('capable\n'),
      ),
    )
    symlink('usr/long', `/${'target/'.repeat(20)}end`)
    const { tree: rootTree, meta: rootMeta } = tree.write(tx)
    const metadata = bootable ? new Map([['ostree.bootable', Variant.of('b', true)]]) : new Map()
    const commit = tx.writeCommit({ rootTree, rootMeta, timestamp: 1_700_000_000, metadata })
    tx.setRef(branch, commit)
    return commit
  })
}

/** What a small system has: two packages that every system has, and two that one chose. */
export const sampleSystem: readonly SamplePackage[] = [
  {
    name: 'dpkg',
    priority: 'required',
    kib: 6000,
    depends: 'libz',
    files: { 'usr/bin/dpkg': 'dpkg\n', 'etc/dpkg.cfg': 'x\n' },
  },
  { name: 'libz', source: 'zlib', kib: 100, files: { 'usr/lib/libz.so.1': 'z'.repeat(300_000) } },
  {
    name: 'web',
    kib: 4000,
    files: { 'usr/sbin/web': 'web\n', 'bin/web-tool': 'tool\n', 'bin/web-link': 'tool\n' },
  },
  {
    name: 'web-doc',
    source: 'web',
    files: { [`usr/share/doc/${'deep/'.repeat(30)}é`]: 'doc\n', 'usr/share/empty': '' },
  },
]
