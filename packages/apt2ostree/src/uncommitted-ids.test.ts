import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { uncommittedIds } from './uncommitted-ids.js'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uncommitted-ids-'))
  path = join(folder, 'image.ids')
})
afterEach(() => rmSync(folder, { recursive: true }))

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: folder,
    stdio: 'ignore',
  })

needs('git').describe('uncommittedIds', () => {
  it('are those that git does not have', async () => {
    git('init')
    expect(await uncommittedIds(path)).toEqual([])
    writeFileSync(path, '# ids\ngroup bus 101\n')
    expect(await uncommittedIds(path)).toEqual(['group bus 101'])
    git('add', 'image.ids')
    git('commit', '--message', 'ids')
    expect(await uncommittedIds(path)).toEqual([])
    writeFileSync(path, '# ids\ngroup _ssh 102\ngroup bus 101\n')
    expect(await uncommittedIds(path)).toEqual(['group _ssh 102'])
  })

  it('are none where there is no git', async () => {
    writeFileSync(path, 'group bus 101\n')
    expect(await uncommittedIds(path)).toEqual([])
  })
})
