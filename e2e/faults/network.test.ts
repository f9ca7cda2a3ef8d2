import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ArchiveServer, type Mishap, mishaps } from '@apt2ostree/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Outcome, out, sh } from '../src/run.js'
import { serveSmallArchive } from '../src/small-archive.js'

interface Fault {
  readonly summary: string
  readonly mishap: Mishap
  /** Whether a second try is what a careful client does. */
  readonly passes: boolean
}

const faults: Fault[] = [
  { summary: 'stalls half way', mishap: mishaps.stall, passes: true },
  { summary: 'never answers', mishap: () => undefined, passes: true },
  { summary: 'resets half way', mishap: mishaps.resetHalfWay, passes: true },
  { summary: 'ends early, of no announced length', mishap: mishaps.endHalfWay, passes: false },
  { summary: 'sends half as if it were all', mishap: mishaps.sendHalf, passes: false },
  { summary: 'is overloaded', mishap: mishaps.failWith(503), passes: true },
  { summary: 'refuses', mishap: mishaps.failWith(403), passes: false },
  { summary: 'has lost the file', mishap: mishaps.failWith(404), passes: false },
  { summary: 'redirects in a circle', mishap: redirectToItself, passes: false },
  {
    summary: 'sends a portal’s page',
    mishap: mishaps.sendInstead('<html>log in</html>'),
    passes: false,
  },
  { summary: 'changes one byte', mishap: mishaps.sendChanged(changeMiddle), passes: false },
  { summary: 'goes on with another file half way', mishap: changeHorses, passes: false },
  {
    summary: 'sends more than was promised',
    mishap: mishaps.sendChanged((file) => Buffer.concat([file, file])),
    passes: false,
  },
]

const targets = [
  { file: 'the Release file', suffix: 'InRelease' },
  { file: 'an index', suffix: '.xz' },
  { file: 'a package', suffix: 'left_1.0_all.deb' },
]

const table: Record<string, Mishap> = {}
let server: ArchiveServer
let source: string
let home: string
let expected: string

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'network-'))
  ;({ server, source } = await serveSmallArchive(home, table))
  writeFileSync(join(home, 'apt.conf'), 'Acquire::http::Timeout "3"; Acquire::Retries "1";\n')
  expected = await inFolder(async (folder) => {
    const { status, stdout, stderr } = await unpack(folder)
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) })
    return stdout
  })
})

afterAll(async () => {
  await server.close()
  rmSync(home, { recursive: true })
})

describe.each(faults)('a server that $summary', ({ mishap, passes }) => {
  it.each(targets)('for $file, once', { timeout: 60_000 }, ({ suffix }) =>
    inFolder(async (folder) => {
      let first = true
      table[suffix] = (exchange) => {
        if (!first) return false
        first = false
        return mishap(exchange)
      }
      const outcome = await unpack(folder)
      if (passes || outcome.status === 0) expectUnpacked(outcome)
      else await expectCleanFailure(folder, outcome)
      delete table[suffix]
      expectUnpacked(await unpack(folder))
    }),
  )

  it.each(targets)('for $file, always', { timeout: 60_000 }, ({ suffix }) =>
    inFolder(async (folder) => {
      table[suffix] = mishap
      await expectCleanFailure(folder, await unpack(folder))
      delete table[suffix]
      expectUnpacked(await unpack(folder))
    }),
  )
})

function unpack(folder: string): Promise<Outcome> {
  const env = { XDG_CACHE_HOME: join(folder, 'cache'), APT_CONFIG: join(home, 'apt.conf') }
  return sh('apt2ostree lock --quiet image.yaml && apt2ostree unpack image.yaml', {
    cwd: folder,
    env,
  })
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(home, 'run-'))
  writeFileSync(
    join(folder, 'image.yaml'),
    `ref: os/x\nsources: ['${source}']\nessential: false\nrequired: false\npackages: [left]\n`,
  )
  try {
    return await use(folder)
  } finally {
    for (const suffix of Object.keys(table)) delete table[suffix]
  }
}

function expectUnpacked({ status, stdout, stderr }: Outcome): void {
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) })
  expect(stdout).toBe(expected)
}

async function expectCleanFailure(folder: string, { status, stderr }: Outcome): Promise<void> {
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(/^apt2ostree: error: cannot /m),
  })
  expect(stderr).not.toMatch(/internal error|^ +at /m)
  if (readdirSync(folder).includes('repo')) {
    expect(await out('ostree --repo=repo refs', { cwd: folder })).toBe('')
    expect(
      await out('find repo/tmp -mindepth 1 -not -path "repo/tmp/cache*"', { cwd: folder }),
    ).toBe('')
  }
}

function redirectToItself({ request, response }: Parameters<Mishap>[0]): undefined {
  response.writeHead(302, { location: request.url ?? '/' }).end()
}

function changeMiddle(file: Buffer): Buffer {
  const changed = Buffer.from(file)
  const middle = Math.floor(changed.length / 2)
  changed.writeUInt8((changed[middle] ?? 0) ^ 1, middle)
  return changed
}

/** As a mirror does that is synchronized in the middle of a download. */
function changeHorses({
  request,
  response,
  file = Buffer.alloc(0),
  count,
}: Parameters<Mishap>[0]): undefined {
  const half = Math.floor(file.length / 2)
  const other = [...server.files.values()].find((each) => !each.equals(file)) ?? file
  const tail = Buffer.concat([other, other, Buffer.alloc(file.length)])
  if (request.headers.range === undefined && count === 1) {
    response.writeHead(200, { 'content-length': file.length })
    response.write(file.subarray(0, half), () => request.socket.resetAndDestroy())
    return
  }
  const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? 'bytes=0-')?.[1] ?? 0)
  const rest = tail.subarray(start, file.length)
  response
    .writeHead(start > 0 ? 206 : 200, {
      'content-length': rest.length,
      ...(start > 0 && { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` }),
    })
    .end(rest)
}
