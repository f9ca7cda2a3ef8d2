import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tempDirectory } from '../test/temp-directory.js'
import { volatileRepo } from '../test/temp-repo.js'
import { dumpDirectory, dumpTree } from '../test/tree-dump.js'
import { importDirectory } from './import-directory.js'

const withoutTimes = (dump: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(dump).map(([at, what]) => [at, what.replace(' with a time', '')]),
  )

async function importFrom(path: string, canonical = false) {
  const repo = volatileRepo('archive')
  const root = await repo.transaction((tx) => importDirectory(tx, path, { canonical }))
  return dumpTree(repo, root)
}

/** Files of every kind, one at the edge of a chunk and one beyond it. */
function makeTree(): string {
  const path = tempDirectory()
  mkdirSync(`${path}/sub/empty`, { recursive: true })
  writeFileSync(`${path}/sub/Főtanúsítvány`, 'x', { mode: 0o640 })
  writeFileSync(`${path}/none`, '')
  writeFileSync(`${path}/edge`, Buffer.alloc(1024 * 1024, 'e'))
  writeFileSync(`${path}/large`, Buffer.alloc(2_500_000, 'l'))
  linkSync(`${path}/large`, `${path}/hard`)
  symlinkSync('sub/nowhere', `${path}/soft`)
  return path
}

it('takes a directory as it is', async () => {
  const path = makeTree()
  expect(await importFrom(path)).toEqual(withoutTimes(dumpDirectory(path)))
})

it('takes a directory in its canonical form', async () => {
  const dump = await importFrom(makeTree(), true)
  expect(dump['/sub/Főtanúsítvány']).toBe('file 0640 0:0 2d711642')
  expect(dump['/']).toBe('dir 0700 0:0')
})

describe('refuses, with the path', () => {
  it('a fifo', async () => {
    const path = makeTree()
    execFileSync('mkfifo', [`${path}/sub/pipe`])
    await expect(importFrom(path)).rejects.toThrow(
      `cannot commit "${path}/sub/pipe": it is neither`,
    )
  })
  it('a name that is not UTF-8', async () => {
    const path = makeTree()
    writeFileSync(Buffer.concat([Buffer.from(`${path}/sub/caf`), Buffer.of(0xe9)]), '')
    await expect(importFrom(path)).rejects.toThrow(
      `in "${path}/sub" as a file name: it is not UTF-8`,
    )
  })
})
