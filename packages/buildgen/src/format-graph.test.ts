import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BuildPlan, Step } from './build-plan.js'
import { formatMake } from './format-make.js'
import { formatNinja } from './format-ninja.js'

const has = (program: string) => spawnSync(program, ['--version']).status === 0

/** A step that appends its name to `log`, and writes its output when that changes. */
function step(kind: Step['kind'], source: string, output: string): Step {
  const write = `cut -d/ -f2 '${source}' > new`
  const command = `echo ${kind} >> log; ${write}; cmp -s new '${output}' || mv new '${output}'`
  return { kind, inputs: [source], output, command, stamp: `state/${kind}` }
}

/** Two files, each made of the one before: what stands after the slash in its only line. */
function chain(): BuildPlan {
  return {
    images: [
      {
        name: 'web',
        steps: [
          step('union', 'in $1', 'out/unpacked'),
          step('commit', 'out/unpacked', 'out/committed'),
        ],
        unpacked: 'out/unpacked',
        committed: 'out/committed',
        lock: 'echo lock >> log',
        files: [],
      },
    ],
    shared: [],
    sources: ['in $1'],
    generate: 'true',
  }
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'buildgen-'))
  mkdirSync(join(folder, 'out'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe.each([
  { program: 'ninja', file: 'build.ninja', format: formatNinja, args: ['-f'] },
  { program: 'make', file: 'images.mk', format: formatMake, args: ['-s', '-f'] },
])('$program', ({ program, file, format, args }) => {
  /** Writes the source, unless it stays as it is, and returns which steps run. */
  function build(source: string, target = 'images'): string[] {
    if (source !== '') writeFileSync(join(folder, 'in $1'), source)
    writeFileSync(join(folder, 'log'), '')
    execFileSync(program, [...args, file, target], { cwd: folder })
    return readFileSync(join(folder, 'log'), 'utf8').split('\n').filter(Boolean)
  }

  it.skipIf(!has(program))(`runs what has changed and no more (needs ${program})`, () => {
    writeFileSync(join(folder, file), format(chain()))
    expect(build('a/x\n')).toEqual(['union', 'commit'])
    expect(build('')).toEqual([])
    expect(build('b/x\n')).toEqual(['union'])
    expect(build('')).toEqual([])
    rmSync(join(folder, 'out/committed'))
    expect(build('')).toEqual(['commit'])
    expect(build('', 'update-lockfiles')).toEqual(['lock'])
  })
})
