import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { escapePath } from './escape-path.js'

const directory = mkdtempSync(join(tmpdir(), 'escape-path-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** How tar lists a file of that name. */
function listed(name: string): string {
  const bytes = Buffer.from(name, 'latin1')
  const path = Buffer.concat([Buffer.from(`${directory}/`), bytes])
  writeFileSync(path, '')
  const options = { cwd: directory, env: { ...process.env, LC_ALL: 'C.UTF-8' } }
  const names = Buffer.concat([bytes, Buffer.from([0])])
  const tar = execFileSync('tar', ['-c', '--null', '-T', '-'], { ...options, input: names })
  rmSync(path)
  return execFileSync('tar', ['-t'], { ...options, input: tar })
    .toString()
    .slice(0, -1)
}

describe('escapePath', () => {
  it.each([
    ['plain name', 'plain name'],
    ['caf\xc3\xa9', 'café'],
    ['caf\xe9', 'caf\\351'],
    ['tab\tnewline\nescape\x1b[31m', 'tab\\tnewline\\nescape\\033[31m'],
    ['back\\slash', 'back\\\\slash'],
    ['\xc2\x9b31m', '\\302\\23331m'],
    ['\xed\xa0\x80', '\\355\\240\\200'],
  ])('%j', (bytes, text) => expect(escapePath(bytes)).toBe(text))

  it('escapes as tar does', { timeout: 60_000 }, () => {
    const character = fc.oneof(
      fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)),
      fc.constantFrom('é', 'ß', '€', '😀').map((text) => Buffer.from(text).toString('latin1')),
    )
    const names = fc
      .array(character, { minLength: 1, maxLength: 20 })
      .map((characters) => `n${characters.join('').replaceAll('/', '_')}`)
    fc.assert(
      fc.property(names, (name) => {
        const theirs = listed(name)
        // Whether a character can be printed is the C library's to say.
        if (escapePath(name) !== theirs) expect(/[^\0-\x7f]/.test(escapePath(name))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
