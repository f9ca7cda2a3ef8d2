import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import type { TreeLiteral } from '@apt2ostree/testkit/tree'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Mode } from '../src/index.js'
import { canSandbox } from './can-sandbox.js'
import { runScript as run } from './run-script.js'
import { makeTinyTree, type TinyTree } from './tiny-tree.js'

vi.setConfig({ testTimeout: 60_000 })

describe.skipIf(!canSandbox('root', 'unshare'))(
  'the checkout that a run keeps for the next (needs root and ranges of ids for it)',
  () => {
    const atJobs: TreeLiteral = {
      'var/spool/jobs/': '[1770 1:1]',
      'var/spool/jobs/one': '[0600 1:1]',
    }
    let tiny: TinyTree
    beforeEach(async () => {
      tiny = await makeTinyTree('bare-user', tmpdir(), atJobs)
    })
    afterEach(() => tiny.remove())
    const kept = (mode: Mode) => {
      const folder = `${tiny.repo.path}/tmp/cache/checkouts`
      return readdirSync(folder)
        .filter((name) => name.startsWith(mode))
        .flatMap((name) => readdirSync(`${folder}/${name}`).map((at) => `${folder}/${name}/${at}`))
    }
    const unchanged = () => tiny.repo.readRoot(tiny.rev)

    it.each(['root', 'unshare'] as const)('is used by it, %s', async (mode) => {
      const inodes: number[][] = []
      for (const script of ['echo x > /etc/new', 'true', 'exit 3', 'true']) {
        await run(tiny, script, mode).catch(() => {})
        inodes.push(kept(mode).map((path) => statSync(`${path}/usr/share`).ino))
      }
      expect(inodes[0]).toHaveLength(1)
      expect(inodes).toEqual(inodes.map(() => inodes[0]))
      expect(await run(tiny, 'true', mode)).toEqual(unchanged())
    })

    it('becomes that of another commit', async () => {
      await run(tiny, 'true', 'root')
      const other = await makeTinyTree('bare-user', tmpdir(), {
        'etc/plain': 'other\n',
        'opt/x': 'y',
      })
      try {
        execFileSync('ostree', [
          `--repo=${tiny.repo.path}`,
          'pull-local',
          other.repo.path,
          other.rev,
        ])
        const script = 'test "$(cat /etc/plain)" = other; test -e /opt/x; test ! -e /var/spool'
        const root = await run({ ...tiny, rev: other.rev }, script, 'root')
        expect(root).toEqual(other.repo.readRoot(other.rev))
        expect(kept('root')).toHaveLength(1)
      } finally {
        other.remove()
      }
    })

    it('is put right when somebody changed it', async () => {
      await run(tiny, 'true', 'root')
      for (const path of kept('root')) {
        rmSync(`${path}/usr/share`, { recursive: true })
        rmSync(`${path}/etc/plain`)
        writeFileSync(`${path}/etc/plain`, 'spoilt')
      }
      expect(
        await run(tiny, 'test "$(cat /etc/plain)" = plain; test -e /usr/share/deep', 'root'),
      ).toEqual(unchanged())
    })

    it('has no directory in it that its owner could not delete', async () => {
      const script = 'test "$(ls -n /var/spool/jobs)" != ""; test -O /var/spool'
      for (const _ of [1, 2]) {
        await run(tiny, script, 'unshare')
        const [path] = kept('unshare')
        const list = ['-type', 'd', '!', '-user', '0']
        expect(execFileSync('find', [path ?? '', ...list], { encoding: 'utf8' })).toBe('')
        expect(existsSync(`${path}/var/spool`)).toBe(true)
      }
    })

    it('is closed to everybody else, as it holds programs that run as their owner', async () => {
      await run(tiny, 'true', 'root')
      const [path = ''] = kept('root')
      expect(statSync(`${path}/usr/bin/setuid`).mode & 0o4000).toBe(0o4000)
      expect(statSync(dirname(path)).mode & 0o077).toBe(0)
    })

    it('is not made in a repo of compressed files', async () => {
      const compressed = await makeTinyTree('archive')
      await run(compressed, 'true', 'root')
      expect(existsSync(`${compressed.repo.path}/tmp/cache/checkouts`)).toBe(false)
      compressed.remove()
    })

    it('outlives what libostree does in tmp', async () => {
      await run(tiny, 'true', 'root')
      const [path = ''] = kept('root')
      const longAgo = new Date('2001-01-01')
      for (const at of [path, dirname(path), dirname(dirname(path))])
        utimesSync(at, longAgo, longAgo)
      const commit = ['commit', '-b', 'other', '--timestamp=@0', `--tree=ref=tiny`]
      execFileSync('ostree', [`--repo=${tiny.repo.path}`, ...commit])
      expect(existsSync(`${path}/usr/share`)).toBe(true)
    })
  },
)
