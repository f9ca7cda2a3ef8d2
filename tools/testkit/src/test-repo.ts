import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initRepo, type Repo, type TreeRef } from '@apt2ostree/ostree-repo'
import { type TreeLiteral, writeTreeLiteral } from './tree-literal.js'

/** A new bare-user repo in the temporary folder, gone when the process ends. */
export function createTestRepo(): Repo {
  const folder = mkdtempSync(join(tmpdir(), 'apt2ostree-repo-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return initRepo(folder)
}

/** Writes a tree into the repo and returns its root. */
export function storeTree(repo: Repo, literal: TreeLiteral): Promise<TreeRef> {
  return repo.transaction((tx) => writeTreeLiteral(tx, literal))
}
