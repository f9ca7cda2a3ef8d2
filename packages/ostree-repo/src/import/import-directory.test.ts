import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tempDirectory } from '../../test/temp-directory.js'
import { volatileRepo } from '../../test/temp-repo.js'
import { dumpDirectory, dumpTree } from '../../test/tree-dump.js'
import { OstreeRepoError } from '../errors.js'
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

/** So many files that a second thread helps. */
function makeLargeTree(): string {
  const path = tempDirectory()
  for (let folder = 0; folder < 12; folder++) {
    mkdirSync(`${path}/${folder}`)
    for (let file = 0; file < 100; file++) {
      // Some contents are there twice, so that two threads may come to write one object.
      writeFileSync(`${path}/${folder}/${file}`, `${(folder * 100 + file) % 700}`)
    }
  }
  return path
}

it('takes a large directory, with two threads', async () => {
  const path = makeLargeTree()
  expect(await importFrom(path)).toEqual(withoutTimes(dumpDirectory(path)))
})

it('refuses what either thread finds', async () => {
  const path = makeLargeTree()
  for (let i = 0; i < 40; i++) execFileSync('mkfifo', [`${path}/pipe-${i}`])
  const work = importFrom(path)
  await expect(work).rejects.toThrow(OstreeRepoError)
  await expect(work).rejects.toMatchObject({ code: 'ERR_OSTREE_UNSUPPORTED_FILE' })
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

it.each([['--input-type=module'], ['--conditions=development'], ['--no-warnings']])(
  'takes a large directory in a program that Node was given %s for',
  (flag) => {
    const [path, repo] = [makeLargeTree(), `${tempDirectory()}/repo`]
    const library = new URL('../../dist/index.js', import.meta.url).href
    const script = `
      const { commitTree, initRepo } = await import(${JSON.stringify(library)})
      const repo = initRepo(${JSON.stringify(repo)}, 'archive')
      console.log(await commitTree(repo, { directory: ${JSON.stringify(path)} }, { canonical: true }))`
    const args = [
      flag,
      ...(flag === '--input-type=module' ? [] : ['--input-type=module']),
      '-e',
      script,
    ]
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toMatch(/^[0-9a-f]{64}\n$/)
  },
)
