import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { out } from '../src/run.js'
import { type SmallArchive, serveSmallArchive } from '../src/small-archive.js'

let folder: string
let archive: SmallArchive
const run = (line: string) => out(line, { cwd: folder })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'standard-input-'))
  archive = await serveSmallArchive(folder)
  await run(`apt-index packages --arch amd64 --source '${archive.source}' > packages`)
  await run(`${lock} --packages packages -o left.lock`)
})
afterAll(async () => {
  await archive.server.close()
  rmSync(folder, { recursive: true })
})

const lock = 'lockgen lock left --arch amd64 --no-essential --no-required --quiet'

it.each([
  {
    summary: 'apt-index a keyring',
    bare: () =>
      `apt-index packages -q --arch amd64 --source 'deb ${archive.server.uri} stable main' --keyring - < archive-key.asc`,
    named: () => 'cat packages',
  },
  {
    summary: 'apt-index sources',
    bare: () => `echo '${archive.source}' | apt-index packages --arch amd64 --sources -`,
    named: () => 'cat packages',
  },
  { summary: 'lockgen packages', bare: () => `${lock} < packages`, named: () => 'cat left.lock' },
  {
    summary: 'lockgen a lock',
    bare: () => 'lockgen why - right < left.lock',
    named: () => 'lockgen why left.lock right',
  },
])('gives $summary where - stands for a file', async ({ bare, named }) => {
  expect(await run(bare())).toBe(await run(named()))
})
