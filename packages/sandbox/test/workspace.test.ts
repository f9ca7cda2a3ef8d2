import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { needs } from '@apt2ostree/testkit/needs'
import { expect, it, vi } from 'vitest'
import { runScript as run } from './run-script.js'
import { makeTinyTree } from './tiny-tree.js'

vi.setConfig({ testTimeout: 60_000 })

needs('mounts', 'sandbox', 'chattr', 'setcap', 'ldd').describe('workspaces', () => {
  it('are swept when their run is dead, and left alone when it is not', async () => {
    const tiny = await makeTinyTree()
    const [dead, alive] = ['dead', 'alive'].map((name) => `${tiny.repo.path}/tmp/sandbox-${name}`)
    for (const path of [dead, alive]) {
      mkdirSync(`${path}/root/etc`, { recursive: true })
      writeFileSync(`${path}/lock`, '')
    }
    const holder = spawn('flock', [
      '--no-fork',
      `${alive}/lock`,
      'sh',
      '-c',
      'echo held; exec sleep 60',
    ])
    await once(holder.stdout, 'data')
    try {
      await run(tiny, 'true')
      expect([dead, alive].map((path) => existsSync(`${path}`))).toEqual([false, true])
    } finally {
      holder.kill()
      await once(holder, 'close')
      tiny.remove()
    }
  })

  it('are left alone by runs that begin a little earlier or later', async () => {
    const tiny = await makeTinyTree()
    const starts = Array.from({ length: 40 }, (_, index) => index * 17)
    try {
      await Promise.all(starts.map((start) => sleep(start).then(() => run(tiny, 'true'))))
    } finally {
      tiny.remove()
    }
  })

  it('are gone when the disk was full', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'sandbox-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', disk])
    try {
      const tiny = await makeTinyTree('bare-user', disk)
      await expect(run(tiny, 'cat /dev/zero > /etc/big')).rejects.toThrow(/No space left on device/)
      expect(readdirSync(`${tiny.repo.path}/tmp`)).toEqual(['cache'])
    } finally {
      execFileSync('umount', [disk])
      rmSync(disk, { recursive: true })
    }
  })

  it.each(['root', 'fakeroot'] as const)('may lie in memory, as /tmp does, %s', async (mode) => {
    const disk = mkdtempSync(join(tmpdir(), 'sandbox-memory-'))
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', disk])
    try {
      const tiny = await makeTinyTree('bare-user', disk)
      // of files in two such file systems many have the same inode number
      const many = 'i=0; while [ $i -lt 900 ]; do : > /tmp/$i; i=$((i + 1)); done; chown 7:8 /tmp/*'
      expect(await run(tiny, many, mode)).toEqual(tiny.repo.readRoot(tiny.rev))
    } finally {
      execFileSync('umount', [disk])
      rmSync(disk, { recursive: true })
    }
  })

  it('may lie in a folder of any name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox, a:b\\c "d" #é '))
    try {
      await run(await makeTinyTree('bare-user', folder), 'test -d /proc/self')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
