import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { fsck } from '../src/fsck/fsck.js'
import { hasOstree, ostree } from './host-ostree.js'
import { tempDirectory } from './temp-directory.js'
import { volatileRepo } from './temp-repo.js'

const writer = fileURLToPath(new URL('endless-writer.js', import.meta.url))
const run = promisify(execFile)
/** A minute with OSTREE_REPO_SOAK_SECONDS=60; long enough here to meet every lock many times. */
const seconds = Number(process.env.OSTREE_REPO_SOAK_SECONDS ?? 6)

it.skipIf(!hasOstree)(
  'shares a repo with `ostree commit` and `ostree prune` (skipped: no ostree)',
  async () => {
    const path = tempDirectory()
    const repo = volatileRepo('bare-user', `${path}/repo`)
    // Prune waits for a moment without writers, however long that takes.
    ostree('config', '--repo', repo.path, 'set', '--', 'core.lock-timeout-secs', '-1')
    mkdirSync(`${path}/tree`)
    const writers = ['ours-1', 'ours-2'].map((ref) => startWriter(repo.path, ref))
    const end = Date.now() + seconds * 1000
    const counts = { committed: 0, pruned: 0 }
    const commits = repeatUntil(end, async (i) => {
      writeFileSync(`${path}/tree/file`, `theirs ${i}`)
      const options = ['-b', 'theirs', `--tree=dir=${path}/tree`]
      await run('ostree', ['commit', '--repo', repo.path, ...options])
      counts.committed++
    })
    const prunes = repeatUntil(end, async () => {
      await run('ostree', ['prune', '--repo', repo.path, '--refs-only', '--depth=0'])
      counts.pruned++
      await delay(100)
    })
    await Promise.all([commits, prunes])
    for (const child of writers) {
      expect(child.exitCode).toBeNull()
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    expect(counts.committed).toBeGreaterThan(0)
    expect(counts.pruned).toBeGreaterThan(0)
    expect((await fsck(repo)).problems).toEqual([])
    expect(ostree('fsck', '--repo', repo.path)).toContain('no errors found')
    expect([...repo.listRefs()].map(([ref]) => ref)).toEqual(['ours-1', 'ours-2', 'theirs'])
  },
  (seconds + 60) * 1000,
)

function startWriter(repoPath: string, ref: string): ChildProcess {
  const child = spawn(process.execPath, [writer, repoPath, ref], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function repeatUntil(end: number, action: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; Date.now() < end; round++) await action(round)
}
