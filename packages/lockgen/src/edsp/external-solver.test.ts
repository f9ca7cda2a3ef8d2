import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { externalSolver } from './external-solver.js'

async function ask(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'solver-'))
  const program = join(folder, 'solver')
  await writeFile(program, `#!/bin/sh\n${script}\n`)
  await chmod(program, 0o755)
  try {
    return await externalSolver(program, new AbortController().signal)('question\xe9\n')
  } finally {
    await rm(folder, { recursive: true })
  }
}

it('gives a program the question and returns its answer, byte for byte', async () => {
  expect(await ask('cat')).toBe('question\xe9\n')
})

it('takes an answer from a program that does not read the question', async () => {
  expect(await ask('echo Install: 1')).toBe('Install: 1\n')
})

it('says what a failing program said last', async () => {
  await expect(ask('echo first >&2; echo reason >&2; exit 3')).rejects.toMatchObject({
    message: expect.stringContaining('cannot ask the solver'),
    cause: { message: 'reason' },
  })
})
