import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findHooks, runScript } from './hooks.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hooks-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const script = (name: string, text: string, mode = 0o755) =>
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode })

it('finds executable files by the stage in their names, in order', () => {
  for (const name of ['native-b', 'native-a', 'download1', 'completion.sh', 'other'])
    script(name, '')
  script('download2', '', 0o644)
  symlinkSync('gone', join(folder, 'native-gone'))
  const at = (...names: string[]) => names.map((name) => join(folder, name))
  expect(findHooks([folder])).toEqual({
    download: at('download1'),
    native: at('native-a', 'native-b'),
    completion: at('completion.sh'),
  })
})

it('runs a script, tells what it prints and that it failed', async () => {
  script('one', 'echo "$@"; echo more >&2; exit 3')
  const told: string[] = []
  await runScript(join(folder, 'one'), ['/root/', 'start'], {
    env: { PATH: process.env.PATH },
    signal: new AbortController().signal,
    onOutput: (chunk) => told.push(chunk.toString()),
    onFailure: (message) => told.push(message),
  })
  expect(told.sort()).toEqual(['"one" ended with 3', '/root/ start\n', 'more\n'].sort())
})

it('ends a script when the run is ended', async () => {
  script('long', 'exec sleep 60')
  const abort = new AbortController()
  const run = runScript(join(folder, 'long'), [], {
    env: { PATH: process.env.PATH },
    signal: abort.signal,
    onOutput() {},
    onFailure() {},
  })
  abort.abort(new Error('enough'))
  await expect(run).rejects.toThrow('enough')
})
