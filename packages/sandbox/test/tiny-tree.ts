import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Checksum, initRepo, type Repo } from '@apt2ostree/ostree-repo'
import { hostPrograms, type TreeLiteral, writeTreeLiteral } from '@apt2ostree/testkit/tree'

/** What the tests' commands are made of. */
const programs = [
  ...[
    'sh',
    'cat',
    'chattr',
    'chmod',
    'chown',
    'env',
    'id',
    'ln',
    'ls',
    'mkdir',
    'mkfifo',
    'mknod',
    'mv',
  ],
  ...['cp', 'rm', 'setsid', 'sleep', 'setcap', 'touch', 'true'],
]

/** What they change. */
const subjects: TreeLiteral = {
  'etc/plain': 'plain\n',
  'etc/same': 'plain\n',
  'usr/bin/setuid': '[4755 33:33] x',
  'usr/share/deep/er/file': 'deep\n',
  'var/mail/': '[2775 0:8]',
}

/** A repo with one commit, whose tree has just enough in it to run shell commands. */
export interface TinyTree {
  readonly repo: Repo
  readonly rev: Checksum
  remove(): void
}

/** Makes such a repo in a temporary directory in `folder`. */
export async function makeTinyTree(
  mode: 'bare-user' | 'archive' = 'bare-user',
  folder = tmpdir(),
  more: TreeLiteral = {},
): Promise<TinyTree> {
  const path = mkdtempSync(join(folder, 'sandbox-test-'))
  const repo = initRepo(`${path}/repo`, mode)
  const rev = await repo.transaction((transaction) => {
    const tree = { ...hostPrograms(programs), ...subjects, ...more }
    const root = writeTreeLiteral(transaction, tree)
    const commit = transaction.writeCommit({ rootTree: root.tree, rootMeta: root.meta })
    transaction.setRef('tiny', commit)
    return commit
  })
  return { repo, rev, remove: () => rmSync(path, { recursive: true, force: true }) }
}
