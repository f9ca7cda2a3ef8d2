import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { fsck } from '../src/fsck/fsck.js'
import { initRepo } from '../src/init-repo.js'
import { hasOstree, ostree } from './host-ostree.js'
import { tempDirectory } from './temp-directory.js'

const writer = fileURLToPath(new URL('endless-writer.js', import.meta.url))
const ROUNDS = 12

it('leaves a repo that fsck accepts when writers are killed at any instant', async () => {
  const repo = initRepo(`${tempDirectory()}/repo`)
  for (let round = 0; round < ROUNDS; round++) {
    const child = spawn(process.execPath, [writer, repo.path, `round-${round}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    setTimeout(() => child.kill('SIGKILL'), round * 17)
    await once(child, 'close')
    expect((await fsck(repo)).problems).toEqual([])
  }
  if (hasOstree) expect(ostree('fsck', '--repo', repo.path)).toContain('no errors found')
  const refs = [...repo.listRefs()]
  expect(refs.length).toBeGreaterThan(0)
  // The next writer takes away what the dead ones staged.
  await repo.transaction(() => {})
  expect(readdirSync(`${repo.path}/tmp`)).toEqual(['cache'])
}, 120_000)
