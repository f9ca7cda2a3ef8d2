import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { formatLockfile } from '@apt2ostree/lockfile'
import { fsck, type Repo } from '@apt2ostree/ostree-repo'
import { serveArchive } from '@apt2ostree/testkit'
import { createTestRepo } from '@apt2ostree/testkit/tree'
import { expect, onTestFinished, test } from 'vitest'
import { buildPool } from './unpack-debs.js'

const program = fileURLToPath(new URL('../bin/deb2ostree.js', import.meta.url))
const names = Array.from({ length: 20 }, (_, index) => `package-${index}`)

/** Serves a lock's packages until the test ends, and returns what starts a process that unpacks it. */
async function serveLock(): Promise<(repo: Repo) => Unpacking> {
  const pool = buildPool(
    names.map((name) => ({
      fields: { Package: name },
      files: [
        { path: './usr/share/common', content: 'the same in all of them' },
        { path: `./usr/share/${name}`, content: name.repeat(1000) },
      ],
    })),
  )
  const debs = pool.paths.map((path, index) => [`pool/${index}.deb`, readFileSync(path)] as const)
  const server = await serveArchive(new Map(debs))
  onTestFinished(() => server.close())
  const lock = join(pool.directory, 'image.lock')
  writeFileSync(lock, formatLockfile(pool.lock), 'latin1')
  return ({ path }) => {
    const args = ['unpack', '--repo', path, '--lock', lock, '--mirror', server.uri, '--jobs', '2']
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const outcome = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { child, outcome }
  }
}

/** A process, and what came of it: its outputs, and its exit status with the signal that ended it. */
interface Unpacking {
  readonly child: ChildProcess
  readonly outcome: Promise<[stdout: string, stderr: string, ended: unknown[]]>
}

const inTmp = ({ path }: Repo) => readdirSync(`${path}/tmp`).filter((name) => name !== 'cache')

test('processes that unpack one lock into one repo at once do not disturb each other', async () => {
  const start = await serveLock()
  for (let round = 0; round < 3; round += 1) {
    const shared = createTestRepo()
    const runs = await Promise.all([0, 1, 2].map(() => start(shared).outcome))
    const [[expected, , [status]] = ['', '', [1]]] = runs
    expect({ status, lines: expected.split('\n').length - 1 }).toEqual({ status: 0, lines: 21 })
    expect(runs).toEqual(runs.map(() => [expected, '', [0, null]]))
    expect((await fsck(shared)).problems).toEqual([])
    expect(inTmp(shared)).toEqual([])
  }
})

test('what a killed process leaves is gone with the next one', async () => {
  const start = await serveLock()
  const repo = createTestRepo()
  for (const after of [100, 200, 400, 800]) {
    const { child, outcome } = start(repo)
    await sleep(after)
    child.kill('SIGKILL')
    await outcome
  }
  const [, stderr, [status]] = await start(repo).outcome
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  expect((await fsck(repo)).problems).toEqual([])
  expect(inTmp(repo)).toEqual([])
})
