import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initRepo, type Repo } from '@apt2ostree/ostree-repo'
import { hostPrograms, type TreeLiteral, writeTreeLiteral } from '@apt2ostree/testkit/tree'

/** dpkg, what it refuses to work without, and what the tests' scripts are made of. */
const programs = [
  ...[
    'dpkg',
    'dpkg-deb',
    'dpkg-trigger',
    'diff',
    'ldconfig',
    'rm',
    'sh',
    'start-stop-daemon',
    'tar',
  ],
  ...['cat', 'date', 'env', 'ls', 'mkdir', 'sleep', 'touch', 'kill', 'umount', 'mknod', 'setsid'],
  ...['chattr', 'chown', 'ln', 'mv', 'true'],
]

/** An unpacked package as a test spells it. */
export interface TinyPackage {
  /** Fields of its stanza beside Package, Status, Version and Architecture. */
  readonly fields?: Readonly<Record<string, string>>
  readonly preinst?: string
  readonly postinst?: string
  /** Paths that it owns, beside its directory in /usr/share/doc. */
  readonly files?: readonly string[]
  /** The file trigger that it is interested in. */
  readonly interest?: string
}

/** A repo with a ref `unpacked`, whose tree holds packages that wait to be configured. */
export interface TinySystem {
  readonly repo: Repo
  remove(): void
}

/** Makes such a repo in a temporary directory in `folder`, with `more` in its tree. */
export async function makeTinySystem(
  packages: Readonly<Record<string, TinyPackage>>,
  folder = tmpdir(),
  more: TreeLiteral = {},
): Promise<TinySystem> {
  const path = mkdtempSync(join(folder, 'dpkg-configure-test-'))
  const repo = initRepo(`${path}/repo`)
  await repo.transaction((transaction) => {
    const root = writeTreeLiteral(transaction, {
      ...hostPrograms(programs),
      ...databaseOf(packages),
      ...more,
    })
    const commit = transaction.writeCommit({ rootTree: root.tree, rootMeta: root.meta })
    transaction.setRef('unpacked', commit)
  })
  return { repo, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** What `dpkg --unpack` leaves of the packages. */
function databaseOf(packages: Readonly<Record<string, TinyPackage>>): TreeLiteral {
  const all = Object.entries(packages)
  const interests = all.flatMap(([name, { interest }]) => (interest ? [`${interest} ${name}`] : []))
  return {
    ...Object.assign({}, ...all.map(([name, item]) => infoOf(name, item))),
    'etc/ld.so.conf': '',
    'run/lock/': '',
    'var/lib/dpkg/info/format': '1\n',
    'var/lib/dpkg/status': all.map(([name, item]) => stanzaOf(name, item)).join('\n'),
    'var/lib/dpkg/triggers/File': interests.map((line) => `${line}\n`).join(''),
    'var/lib/dpkg/triggers/Unincorp': '',
    'var/lib/dpkg/updates/': '',
    'var/log/': '',
  }
}

function stanzaOf(name: string, { fields = {} }: TinyPackage): string {
  const lines = {
    Package: name,
    Status: 'install ok unpacked',
    Maintainer: 'Nobody <nobody@example.org>',
    Architecture: 'all',
    Version: '1.0',
    ...fields,
    Description: 'for a test',
  }
  return Object.entries(lines)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('')
}

function infoOf(name: string, item: TinyPackage): TreeLiteral {
  const script = (text: string | undefined) => text && `[0755 0:0] #!/bin/sh -e\n${text}\n`
  const files = Object.entries({
    list: `/.\n${(item.files ?? []).map((path) => `${path}\n`).join('')}`,
    md5sums: 'd41d8cd98f00b204e9800998ecf8427e  empty\n',
    preinst: script(item.preinst),
    postinst: script(item.postinst),
    triggers: item.interest && `interest ${item.interest}\n`,
  })
  return Object.fromEntries(
    files.flatMap(([kind, text]) => (text ? [[`var/lib/dpkg/info/${name}.${kind}`, text]] : [])),
  )
}
