import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeOutput } from './output.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const toStdout = async () => {}

it('writes every chunk to the file', async () => {
  async function* data() {
    yield 'one '
    yield Buffer.from('two')
  }
  await writeOutput(join(folder, 'x'), data(), toStdout)
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('one two')
  expect(readdirSync(folder)).toEqual(['x'])
})

it('leaves the old file and nothing else when the data fails half way', async () => {
  writeFileSync(join(folder, 'x'), 'old')
  async function* data() {
    yield 'new'
    throw new Error('broken')
  }
  await expect(writeOutput(join(folder, 'x'), data(), toStdout)).rejects.toThrow('broken')
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['x'])
})

it('writes to stdout for a dash', async () => {
  const written: unknown[] = []
  await writeOutput('-', 'text', async (data) => void written.push(data))
  expect(written).toEqual(['text'])
})
