import { execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildDeb } from '@apt2ostree/testkit'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mostOpenFiles } from '../src/most-open-files.js'
import { out } from '../src/run.js'

const { describe } = needs('make')

const images = ['one', 'two', 'three']
const debsOfImage = ['a', 'b', 'c']

/** A job reads one .deb, so as many .debs are open at once as jobs run. */
describe('a build of several images', { timeout: 120_000 }, () => {
  let folder: string
  const importLine = (image: string) =>
    `deb2ostree import --jobs auto --repo ${image}.repo ${image}-*.deb > ${image}.layers`
  const mostJobs = (line: string, env = {}) =>
    mostOpenFiles(folder, '.deb', () => out(line, { cwd: folder, env }))

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobserver-'))
    for (const image of images) {
      for (const name of debsOfImage) {
        const content = Buffer.alloc(8 << 20, `${image} ${name} `)
        const files = [{ path: './usr/share/large', content }]
        const deb = buildDeb({ fields: { Package: name }, files, compression: 'none' })
        writeFileSync(join(folder, `${image}-${name}.deb`), deb)
      }
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('runs no more jobs than make says, by file descriptors', async () => {
    const rules = images.map((image) => `${image}:\n\t+${importLine(image)}\n`)
    writeFileSync(join(folder, 'Makefile'), `all: ${images.join(' ')}\n${rules.join('')}`)
    const most = await mostJobs('make -j2 all')
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(2)
    expect(await out('wc -l < three.layers', { cwd: folder })).toBe('3')
  })

  it.each([
    { tokens: '', jobs: 3 },
    { tokens: '+', jobs: 4 },
  ])(
    'runs $jobs jobs in three processes with "$tokens" in a fifo, as of make 4.4 and ninja 1.13',
    async ({ tokens, jobs }) => {
      const fifo = join(folder, `fifo-${jobs}`)
      execFileSync('mkfifo', [fifo])
      const pipe = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK)
      try {
        writeSync(pipe, tokens)
        const line = images
          .map((image) => `{ rm -rf ${image}.repo; ${importLine(image)}; } &`)
          .join(' ')
        const MAKEFLAGS = ` -j4 --jobserver-auth=fifo:${fifo}`
        const most = await mostJobs(`${line} wait`, { MAKEFLAGS })
        expect(most).toBeGreaterThan(0)
        expect(most).toBeLessThanOrEqual(jobs)
        expect(await out('cat *.layers | wc -l', { cwd: folder })).toBe('9')
        // what was taken came back, and no more
        writeSync(pipe, '.')
        const left = Buffer.alloc(9)
        expect(left.toString('latin1', 0, readSync(pipe, left))).toBe(`${tokens}.`)
      } finally {
        closeSync(pipe)
      }
    },
  )
})
