import type { TreeRef } from '@apt2ostree/ostree-repo'
import { changeTree, type Mode } from '../src/index.js'
import type { TinyTree } from './tiny-tree.js'

/** Runs a shell script in a tiny tree and gives the root of what it leaves. */
export async function runScript(
  { repo, rev }: TinyTree,
  script: string,
  mode: Mode = 'auto',
): Promise<TreeRef> {
  const commands = [{ label: 'the script', argv: ['/bin/sh', '-ec', script] }] as const
  const work = { commands, environment: { PATH: '/usr/bin' }, timeLimit: 60 }
  return repo.transaction((transaction) => changeTree({ repo, transaction, rev, work, mode }))
}
