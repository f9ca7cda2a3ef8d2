import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mishaps } from '@apt2ostree/testkit'
import { expect, it } from 'vitest'
import type { AptHost } from './apt-host.js'
import { packagesText, withArchive } from './attack.js'

const program = fileURLToPath(new URL('../bin/apt-index.js', import.meta.url))

function start(host: AptHost, command: string, ...args: string[]) {
  const env = {
    PATH: process.env.PATH,
    APT_CONFIG: join(host.root, 'apt.conf'),
    XDG_CACHE_HOME: join(host.root, 'cache'),
  }
  return spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

it('ends well when its reader has seen enough', async () => {
  const indexes = { 'main/binary-amd64/Packages': packagesText + '\n'.repeat(5_000_000) }
  await withArchive({ suite: { indexes } }, async (host) => {
    const line = `${process.execPath} ${program} packages | head -n 1; echo \${PIPESTATUS[0]}`
    const child = start(host, 'bash', '-c', line)
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    await once(child, 'close')
    expect(Buffer.concat(chunks).toString()).toBe('Archive-Index: main/binary-amd64/Packages\n0\n')
  })
})

it('stops at a signal and leaves nothing', async () => {
  await withArchive(
    { mishaps: { 'Packages.xz': mishaps.stall }, suite: { byHash: false } },
    async (host, server) => {
      const child = start(host, process.execPath, program, 'packages')
      while (!server.requests.some((path) => path.endsWith('.xz'))) {
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      child.kill('SIGINT')
      expect(await once(child, 'close')).toEqual([130, null])
      expect(await host.cachedFiles()).toEqual([])
    },
  )
})
