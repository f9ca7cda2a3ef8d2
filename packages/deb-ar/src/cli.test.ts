import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { invoke } from '@apt2ostree/cli-kit'
import { buildDeb, buildTar, controlText, type TarItem } from '@apt2ostree/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import { tool } from './cli.js'

const directory = mkdtempSync(join(tmpdir(), 'deb-ar-'))
const path = join(directory, 'x.deb')
const files: readonly TarItem[] = [
  { path: './' },
  { path: './usr/bin/' },
  { path: './usr/bin/su', mode: 0o4755, content: 'su' },
  { path: './usr/bin/wall', mode: 0o2644, gid: 5, groupName: 'tty' },
  { path: './usr/bin/hard', type: 'link', target: './usr/bin/su' },
  { path: './usr/bin/soft', target: 'su' },
  { path: './tmp/', mode: 0o1777 },
  { path: './tab\tand\x1b[31mescape\\n', content: 'x' },
  { path: './caf\xc3\xa9', target: 'new\nline' },
  { path: './not utf-8 \xe9', content: '' },
  { path: './dev/null', type: 'character-device' },
]
const bytes = buildDeb({ files })
writeFileSync(path, bytes)
afterAll(() => rmSync(directory, { recursive: true }))

async function run(argv: string[], input: Buffer = Buffer.alloc(0)) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const terminal = { stdin: Readable.from([input]), stdout, stderr, env: {} }
  const status = await invoke(tool, argv, terminal, new AbortController().signal)
  const text = (stream: PassThrough): Buffer => stream.read() ?? Buffer.alloc(0)
  return { status, stdout: text(stdout), stderr: text(stderr).toString() }
}

const promises = [
  {
    argv: ['list'],
    stdout: /^4\t68\tdebian-binary\n\d+\t132\tcontrol.tar.xz\n\d+\t\d+\tdata.tar.xz\n$/,
  },
  { argv: ['list', '--json'], stdout: /^\{"name":"debian-binary","size":4,"offset":68\}\n/ },
  { argv: ['contents', '--json'], stdout: /"name":"\.\/usr\/bin\/su","type":"file","mode":2541,/ },
  { argv: ['control'], stdout: controlText() },
  { argv: ['data-tar'], stdout: buildTar(files).toString('latin1') },
  { argv: ['cat', 'debian-binary'], stdout: '2.0\n' },
]

describe.each(promises)('deb-ar $argv', ({ argv, stdout }) => {
  test.each(['a file', 'standard input'])('reads %s', async (input) => {
    const operand = input === 'a file' ? path : '-'
    const result = await run([...argv, operand], bytes)
    expect(result).toMatchObject({ status: 0, stderr: '' })
    if (typeof stdout === 'string') expect(result.stdout.toString('latin1')).toBe(stdout)
    else expect(result.stdout.toString('latin1')).toMatch(stdout)
  })
})

const failures = [
  {
    argv: ['control', '-'],
    stderr: 'deb-ar: error: cannot read "standard input": not an ar archive (offset 0)\n',
    status: 1,
  },
  {
    argv: ['cat', 'data.tar', path],
    stderr: `deb-ar: error: cannot read "${path}": it has no member "data.tar", only debian-binary, control.tar.xz, data.tar.xz\n`,
    status: 1,
  },
]

test.each(failures)('deb-ar $argv fails', async ({ argv, status, stderr }) => {
  const result = await run(argv)
  expect(result).toMatchObject({ status, stderr })
  expect(result.stdout).toHaveLength(0)
})

const hasDpkgDeb = (() => {
  try {
    return execFileSync('dpkg-deb', ['--version']).length > 0
  } catch {
    return false
  }
})()

test('deb-ar contents -0 prints names as they are', async () => {
  const { stdout } = await run(['contents', '-0', path])
  expect(stdout.toString('latin1').split('\0').slice(0, -1)).toEqual(files.map((file) => file.path))
})

test.skipIf(!hasDpkgDeb)('contents are printed as by dpkg-deb (needs dpkg-deb)', async () => {
  const expected = execFileSync('dpkg-deb', ['--contents', path], {
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  })
  expect((await run(['contents', path])).stdout.toString()).toBe(expected.toString())
})
