import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { tempDirectory } from '../test/temp-directory.js'
import { initRepo } from './init-repo.js'

const entries = ['config', 'extensions', 'objects', 'refs', 'state', 'tmp']

it('creates a repo with all that it needs, once', () => {
  const folder = tempDirectory()
  for (const _ of ['first', 'again']) expect(initRepo(`${folder}/a/repo`).mode).toBe('bare-user')
  expect(readdirSync(`${folder}/a`)).toEqual(['repo'])
  expect(readdirSync(`${folder}/a/repo`).sort()).toEqual(entries)
})

it('lets what is in the directory be', () => {
  const folder = tempDirectory()
  mkdirSync(`${folder}/repo`)
  writeFileSync(`${folder}/repo/README`, 'mine')
  initRepo(`${folder}/repo`)
  expect(readdirSync(`${folder}/repo`).sort()).toEqual(['README', ...entries])
})

it('refuses a repo of another mode', () => {
  const folder = tempDirectory()
  initRepo(`${folder}/repo`, 'archive')
  expect(() => initRepo(`${folder}/repo`)).toThrow(
    /of mode bare-user: there is one of mode archive/,
  )
})

it('gives all who create it at once the same repo, and leaves nothing else', async () => {
  const folder = tempDirectory()
  const module = new URL('../dist/index.js', import.meta.url).href
  const code = `
    const { workerData, parentPort } = require('node:worker_threads')
    import(workerData.module).then(({ initRepo }) => {
      for (let round = 0; round < 20; round++) initRepo(workerData.folder + '/' + round)
      parentPort.postMessage('done')
    })`
  const workerData = { module, folder }
  const workers = Array.from({ length: 4 }, () => new Worker(code, { eval: true, workerData }))
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject)),
    ),
  )
  expect(readdirSync(folder)).toHaveLength(20)
})
