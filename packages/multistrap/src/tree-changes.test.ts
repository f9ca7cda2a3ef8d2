import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkoutTree, importDirectory, openOrInitRepo } from '@apt2ostree/ostree-repo'
import { ImageTree, writeTree } from '@apt2ostree/ostree-tree'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { applyChanges, takeSnapshot } from './tree-changes.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tree-changes-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** All below a directory: kind, mode and content. */
function list(root: string, path = ''): string[] {
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => {
      const child = `${path}/${name}`
      const file = join(root, child)
      const status = lstatSync(file)
      const mode = status.mode.toString(8)
      if (status.isDirectory()) return [`${child} ${mode}`, ...list(root, child)]
      if (status.isSymbolicLink()) return [`${child} -> ${readlinkSync(file)}`]
      return [`${child} ${mode} ${status.isFile() ? readFileSync(file, 'latin1') : ''}`]
    })
}

it('makes in a tree what was done to its checkout', async () => {
  const source = join(folder, 'source')
  for (const name of ['kept', 'a/b', 'gone/deep', 'swap', 'other']) {
    mkdirSync(join(source, name), { recursive: true })
    writeFileSync(join(source, name, 'file'), name)
  }
  const repo = openOrInitRepo(join(folder, 'repo'))
  const commit = await repo.transaction(async (transaction) => {
    const { tree, meta } = await importDirectory(transaction, source, { canonical: true })
    return transaction.writeCommit({ rootTree: tree, rootMeta: meta })
  })
  const root = join(folder, 'root')
  mkdirSync(root)
  writeFileSync(join(root, 'was-there'), '')
  await checkoutTree(repo, commit, root, { union: 'overwrite', copy: true, userMode: true })
  const before = takeSnapshot(root)

  writeFileSync(join(root, 'a/b/file'), 'changed')
  chmodSync(join(root, 'a'), 0o700)
  rmSync(join(root, 'gone'), { recursive: true })
  rmSync(join(root, 'swap'), { recursive: true })
  writeFileSync(join(root, 'swap'), 'a file now', { mode: 0o755 })
  rmSync(join(root, 'kept/file'))
  mkdirSync(join(root, 'kept/file/inside'), { recursive: true })
  symlinkSync('nowhere', join(root, 'link'))
  renameSync(join(root, 'other'), join(root, 'moved'))
  execFileSync('mkfifo', [join(root, 'a/pipe')])

  const tree = new ImageTree(repo, repo.readRoot(commit))
  const aside = join(folder, 'aside')
  expect(applyChanges(tree, root, before, { asRoot: false, aside })).toEqual(['/a/pipe'])
  expect(readdirSync(join(aside, 'a'))).toEqual(['pipe'])
  const changed = await repo.transaction(async (transaction) => {
    const { tree: rootTree, meta: rootMeta } = writeTree(tree, transaction)
    return transaction.writeCommit({ rootTree, rootMeta })
  })
  const again = join(folder, 'again')
  await checkoutTree(repo, changed, again, { userMode: true })
  rmSync(join(root, 'was-there'))
  expect(list(again)).toEqual(list(root))
})
