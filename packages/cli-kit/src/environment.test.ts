import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { defineCommand, defineTool } from './command.js'
import type { Environment } from './environment.js'
import { invoke } from './run.js'

const store = {
  type: 'string',
  environment: 'STORE',
  demandOption: true,
  describe: 'Where things are',
} as const
const tool = defineTool({
  name: 'tool',
  describe: 'Do',
  packageUrl: new URL('../package.json', import.meta.url),
  commands: async () =>
    defineCommand({
      name: 'tool',
      describe: 'Print what was given',
      options: {
        store,
        other: { type: 'string', environment: 'OTHER', describe: 'Whatever' },
      },
      examples: [],
      run: ({ store, other }, context) => context.print(JSON.stringify({ store, other })),
    }),
})

async function run(env: Environment, ...argv: string[]) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const terminal = { stdin: Readable.from([]), stdout, stderr, env }
  const status = await invoke(tool, argv, terminal, new AbortController().signal)
  for (const stream of [stdout, stderr]) stream.end()
  return { status, stdout: await text(stdout), stderr: await text(stderr) }
}

it.each([
  { summary: 'stands in for the option', env: { STORE: 'a' }, argv: [], got: { store: 'a' } },
  {
    summary: 'yields to the option',
    env: { STORE: 'a' },
    argv: ['--store', 'b'],
    got: { store: 'b' },
  },
  {
    summary: 'may stay away where the option may',
    env: { STORE: 'a', OTHER: '' },
    argv: [],
    got: { store: 'a' },
  },
])('the environment $summary', async ({ env, argv, got }) => {
  const { status, stdout } = await run(env, ...argv)
  expect({ status, got: JSON.parse(stdout) }).toEqual({ status: 0, got })
})

it.each([{ env: {} }, { env: { STORE: '' } }])(
  'neither given in $env is a usage error',
  async ({ env }) => {
    expect(await run(env)).toEqual({
      status: 2,
      stdout: '',
      stderr: 'tool: error: no store: give --store or set STORE\ntool: hint: try "tool --help"\n',
    })
  },
)

it('is named by the help, its value is not', async () => {
  const { stdout } = await run({ STORE: 'a-secret-place' }, '--help')
  expect(stdout).toMatch(/--store +Where things are +\[string\] \[default: \$STORE\]/)
  expect(stdout).not.toContain('a-secret-place')
})
