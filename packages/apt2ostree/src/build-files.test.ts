import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatDepfile, writeIfChanged } from './build-files.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('writeIfChanged', () => {
  it('makes the folder, and leaves a file alone that holds this already', async () => {
    const path = join(folder, 'state/x')
    expect(await writeIfChanged(path, 'one')).toBe(true)
    const { mtimeNs, ino } = statSync(path, { bigint: true })
    expect(await writeIfChanged(path, Buffer.from('one'))).toBe(false)
    expect(statSync(path, { bigint: true })).toMatchObject({ mtimeNs, ino })
    expect(await writeIfChanged(path, 'two')).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe('two')
    expect(readdirSync(join(folder, 'state'))).toEqual(['x'])
  })

  it('leaves nothing behind when it cannot write', async () => {
    await expect(writeIfChanged(folder, 'x')).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('formatDepfile', () => {
  it('escapes what makefiles take otherwise', () => {
    expect(formatDepfile('out', ['a b', 'c#d'])).toBe('out: a\\ b \\\n  c\\#d\n')
  })
})
