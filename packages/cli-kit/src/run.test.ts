import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { defineCommand, defineTool } from './command.js'
import { invoke } from './run.js'

const packageUrl = new URL('../package.json', import.meta.url)

const echo = defineCommand({
  name: 'echo',
  operands: '[words..]',
  describe: 'Print what was given',
  positionals: { words: { type: 'string', array: true, describe: 'Words to print' } },
  options: {
    arch: { type: 'string', array: true, describe: 'An architecture' },
    output: { alias: 'o', type: 'string', default: '-', describe: 'Where to write' },
  },
  examples: ['tool echo a b | wc -w'],
  async run({ words, arch, output }, context) {
    await context.print(JSON.stringify({ words, arch, output }))
  },
})

const count = defineCommand({
  name: 'count',
  describe: 'Count',
  options: { jobs: { type: 'number', describe: 'How many' } },
  examples: [],
  async run({ jobs }, context) {
    await context.print(String(jobs))
  },
})

const fail = defineCommand({
  name: 'fail',
  describe: 'Fail',
  examples: [],
  async run() {
    throw Object.assign(new Error('cannot do it: no reason'), { code: 'ERR_X', hint: 'do another' })
  },
})

const no = defineCommand({
  name: 'no',
  describe: 'Say no',
  examples: [],
  async run(_args, context) {
    context.exitCode = 1
    context.note('a note')
  },
})

const named = { name: 'tool', describe: 'Do', packageUrl }
const many = defineTool({ ...named, commands: async () => [echo, fail, no] })
const counting = defineTool({ ...named, commands: async () => [count] })
const single = defineTool({ ...named, commands: async () => echo })

async function run(tool: typeof many, ...argv: string[]) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const terminal = { stdin: Readable.from([]), stdout, stderr, env: {} }
  const status = await invoke(tool, argv, terminal, new AbortController().signal)
  stdout.end()
  stderr.end()
  return { status, stdout: await text(stdout), stderr: await text(stderr) }
}

it.each([
  { argv: ['echo', 'a', '-', 'b'], parsed: { words: ['a', '-', 'b'], output: '-' } },
  { argv: ['echo', '--', '--odd', '-'], parsed: { words: ['--odd', '-'], output: '-' } },
  { argv: ['echo', '--output', '-', '1.10'], parsed: { words: ['1.10'], output: '-' } },
  { argv: ['echo', '-o', 'f'], parsed: { words: [], output: 'f' } },
  {
    argv: ['echo', '--arch', 'amd64', 'x', '--arch', 'i386'],
    parsed: { words: ['x'], arch: ['amd64', 'i386'], output: '-' },
  },
])('passes $argv on as typed', async ({ argv, parsed }) => {
  const { status, stdout, stderr } = await run(many, ...argv)
  expect({ status, stderr, parsed: JSON.parse(stdout) }).toEqual({ status: 0, stderr: '', parsed })
})

it('needs no verb where a tool has just one command', async () => {
  expect(JSON.parse((await run(single, 'a', '-')).stdout).words).toEqual(['a', '-'])
})

it('takes the command of its own name where a tool has others too', async () => {
  const commands = [{ ...echo, name: 'tool' }, no]
  const tool = defineTool({ ...named, commands: async () => commands })
  expect(JSON.parse((await run(tool, 'a')).stdout).words).toEqual(['a'])
  expect((await run(tool, 'no')).status).toBe(1)
})

it.each([
  {
    summary: 'an unknown option',
    argv: ['echo', '--nope'],
    message: 'unknown argument: nope',
    help: 'tool echo --help',
  },
  {
    summary: 'an unknown verb',
    argv: ['different'],
    message: 'unknown argument: different',
    help: 'tool --help',
  },
  {
    summary: 'a verb with a typing error',
    argv: ['ecko', 'x'],
    message: 'unknown command: did you mean "echo"?',
    help: 'tool --help',
  },
  { summary: 'no verb', argv: [], message: 'no command given', help: 'tool --help' },
  {
    summary: 'an option without its value',
    argv: ['echo', '--output'],
    message: 'option without a value: --output',
    help: 'tool echo --help',
  },
  {
    summary: 'a single value given twice',
    argv: ['echo', '-o', 'a', '-o', 'b'],
    message: '--output given more than once',
    help: 'tool echo --help',
  },
])('exits with 2 for $summary', async ({ argv, message, help }) => {
  expect(await run(many, ...argv)).toEqual({
    status: 2,
    stdout: '',
    stderr: `tool: error: ${message}\ntool: hint: try "${help}"\n`,
  })
})

it.each(['x', '', '0', '-3', '1.5', '1e99'])('takes no %j for a number of things', async (text) => {
  expect(await run(counting, 'count', `--jobs=${text}`)).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^tool: error: (--jobs is not a whole number|option without a value)/,
    ),
  })
})

it('takes numbers of things, or none', async () => {
  expect(await run(counting, 'count', '--jobs', '3')).toMatchObject({ status: 0, stdout: '3\n' })
  expect(await run(counting, 'count')).toMatchObject({ status: 0, stdout: 'undefined\n' })
})

it('exits with 1 and prints error and hint when the work fails', async () => {
  expect(await run(many, 'fail')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'tool: error: cannot do it: no reason\ntool: hint: do another\n',
  })
})

it('exits with 1 when the answer is no, and keeps notes for itself with --quiet', async () => {
  expect(await run(many, 'no')).toEqual({ status: 1, stdout: '', stderr: 'a note\n' })
  expect(await run(many, 'no', '--quiet')).toEqual({ status: 1, stdout: '', stderr: '' })
})

it('prints its version', async () => {
  expect((await run(many, '--version')).stdout).toMatch(/^tool \d+\.\d+\.\d+\n$/)
})

it('says once, in lines that fit, what the exit status means', async () => {
  const commands = [{ ...echo, name: 'tool', describe: 'Print '.repeat(40) }, no]
  const withDefault = defineTool({ ...named, commands: async () => commands })
  for (const [tool, ...argv] of [[single], [many], [many, 'echo'], [withDefault]] as const) {
    const { stdout } = await run(tool, ...argv, '--help')
    expect(stdout.match(/Exit status:/g)).toHaveLength(1)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  }
})

it('prints help with operands, options, examples and exit status', async () => {
  const { status, stdout } = await run(many, 'echo', '--help')
  expect(status).toBe(0)
  for (const part of ['[words..]', '--arch', 'tool echo a b | wc -w', 'Exit status: 0 done']) {
    expect(stdout).toContain(part)
  }
})
