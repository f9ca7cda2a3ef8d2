import { mkdirSync, writeFileSync } from 'node:fs'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { invoke } from '@apt2ostree/cli-kit'
import { describe, expect, it } from 'vitest'
import { tempDirectory } from '../test/temp-directory.js'
import { volatileRepo } from '../test/temp-repo.js'
import { formatTestEntry } from '../test/test-tar.js'
import { tool } from './cli.js'

const fixture = fileURLToPath(new URL('../test/fixtures/archive-repo', import.meta.url))

/** Runs one command line and gives its exit status and what it printed. */
async function run(args: string[], env: Record<string, string> = {}, stdin: Buffer[] = []) {
  const printed = { stdout: '', stderr: '' }
  const sink = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk, _encoding, done) {
        printed[name] += chunk
        done()
      },
    })
  const status = await invoke(
    tool,
    args,
    { stdin: Readable.from(stdin), stdout: sink('stdout'), stderr: sink('stderr'), env },
    new AbortController().signal,
  )
  return { status, ...printed }
}

const FIRST = 'ca87ae5b85b232ee8462a386fe0d819dbcc7cef93755e0c51785d3505c22f660'
const SECOND = 'e5f13613fda8383da7c9b51bf942a0db6c9b735d2a527fe962935eb59f4c00f2'

describe('reading', () => {
  it.each<{ summary: string; args: string[]; stdout: string; status?: number }>([
    { summary: 'refs', args: ['refs'], stdout: `first\t${FIRST}\nsecond\t${SECOND}\n` },
    {
      summary: 'refs as JSON',
      args: ['refs', 'first', '--json'],
      stdout: `{"ref":"first","commit":"${FIRST}"}\n`,
    },
    {
      summary: 'revs',
      args: ['rev-parse', 'second^', SECOND.slice(0, 6)],
      stdout: `${FIRST}\n${SECOND}\n`,
    },
    {
      summary: 'a directory',
      args: ['ls', 'first', '/usr'],
      stdout: [
        'd0755\t0\t0\t0\t/usr',
        'd0755\t0\t0\t0\t/usr/bin',
        '-0644\t0\t0\t8\t/usr/Főtanúsítvány.crt',
        'l0777\t0\t0\t0\t/usr/link -> ../bin/hello',
        '-0644\t70000\t4294967294\t0\t/usr/none',
        '',
      ].join('\n'),
    },
    {
      summary: 'a tree with attributes as JSON',
      args: ['ls', '--json', '-R', 'first', 'usr/bin/hello'],
      stdout: `${JSON.stringify({
        ...{ path: '/usr/bin/hello', type: 'file', uid: 0, gid: 0, mode: 0o4755, size: 6 },
        xattrs: { 'security.capability': 'AQAAAgAgAAAAAAAAAAAAAAAAAAA=' },
        checksum: '43ab39b193224d7284aba25d499c17e9ff852ce7d8a79fe262ea8a21df8b04fb',
      })}\n`,
    },
    { summary: 'files', args: ['cat', 'first', 'usr/bin/hello', '/usr/none'], stdout: 'hello\n' },
    {
      summary: 'a commit',
      args: ['show', 'second'],
      stdout: `commit ${SECOND}
Parent: ${FIRST}
Date: 2023-11-14T22:13:20.000Z
text: hällo
number: 81985529216486895
list: ["a","bc"]
nested: [["k",[1,true]]]
bytes: eHl6AA==
byte: 42
ostree.ref-binding: ["second"]

    Sübject

    Body
    of two lines
`,
    },
    { summary: 'no difference', args: ['diff', 'first', 'second'], stdout: '' },
    { summary: 'nothing wrong', args: ['fsck', '--quiet'], stdout: '' },
  ])('prints $summary', async ({ args, stdout, status = 0 }) => {
    expect(await run(args, { OSTREE_REPO: fixture })).toEqual({ status, stdout, stderr: '' })
  })

  it('logs all commits', async () => {
    const { stdout } = await run(['log', 'second', '--json'], { OSTREE_REPO: fixture })
    const commits = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(commits.map(({ checksum, subject }) => [checksum, subject])).toEqual([
      [SECOND, 'Sübject'],
      [FIRST, ''],
    ])
  })
})

describe('errors', () => {
  it.each<[string, string[], number, RegExp]>([
    ['no repo', ['refs'], 2, /error: no repo: give --repo or set OSTREE_REPO/],
    ['not a repo', ['refs', '--repo', '/proc'], 1, /"\/proc" is not an OSTree repo\n.*hint: /],
    ['no such rev', ['show', 'third', '--repo', fixture], 1, /cannot find rev "third"/],
    ['no such path', ['cat', 'first', '/x', '--repo', fixture], 1, /cannot find "\/x"/],
    ['a directory', ['cat', 'first', '/usr', '--repo', fixture], 1, /"\/usr": it is a directory/],
    ['a symlink', ['cat', 'first', 'usr/link', '--repo', fixture], 1, /it is a symlink/],
    ['bad mode', ['init', '--mode', 'x', '--repo', '/tmp/never'], 2, /unknown mode "x"/],
    [
      'bad policy',
      ['checkout', 'first', '/tmp', '--union', 'x', '--repo', fixture],
      2,
      /policy "x"/,
    ],
    ['no source', ['commit', '--repo', fixture], 2, /give one of --rev, --directory and --tar/],
    [
      'bad time',
      ['commit', '--rev', 'first', '--timestamp', 'x', '--repo', fixture],
      2,
      /"x" is not/,
    ],
    [
      'bad metadata',
      ['commit', '--rev', 'first', '--metadata', 'x', '--repo', fixture],
      2,
      /KEY=VALUE/,
    ],
  ])('%s', async (_summary, args, status, message) => {
    const result = await run(args)
    expect(result).toMatchObject({ status, stdout: '' })
    expect(result.stderr).toMatch(message)
  })
})

it('creates a repo, commits to it, compares and checks out', async () => {
  const path = tempDirectory()
  const env = { OSTREE_REPO: `${path}/repo`, SOURCE_DATE_EPOCH: '86400' }
  expect(await run(['init', '--mode', 'archive'], env)).toMatchObject({ status: 0, stderr: '' })
  mkdirSync(`${path}/tree/etc`, { recursive: true })
  writeFileSync(`${path}/tree/etc/motd`, 'one\n')
  const commit = ['commit', '--branch', 'b', '--canonical']
  const first = await run([...commit, '-C', `${path}/tree`, '-s', 'One'], env)
  expect(first).toMatchObject({ status: 0, stderr: '' })
  const tar = [formatTestEntry({ name: 'etc/motd' }, 'two\n'), Buffer.alloc(1024)]
  const second = await run([...commit, '--tar', '-', '--metadata', 'k=v=w'], env, tar)
  expect(second.stdout).toMatch(/^[0-9a-f]{64}\n$/)
  expect(await run(['diff', 'b^', 'b'], env)).toEqual({
    status: 1,
    stdout: 'M\t/etc/motd\n',
    stderr: '',
  })
  expect((await run(['show', 'b'], env)).stdout).toBe(
    `commit ${second.stdout}Parent: ${first.stdout}Date: 1970-01-02T00:00:00.000Z\n` +
      'k: v=w\nostree.ref-binding: ["b"]\n',
  )
  expect((await run(['checkout', '-U', 'b', `${path}/out`, '--subpath', 'etc'], env)).status).toBe(
    0,
  )
  const again = await run(['commit', '--rev', 'b', '--parent', 'none', '--no-bindings'], env)
  expect((await run(['log', again.stdout.trim(), '--json'], env)).stdout.split('\n')).toHaveLength(
    2,
  )
})

it('prints problems that fsck finds and exits with 1', async () => {
  const repo = volatileRepo()
  writeFileSync(`${repo.path}/refs/heads/bad`, 'rubbish')
  const { status, stdout } = await run(['fsck', '--repo', repo.path])
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: `bad-ref\tbad\tcannot read ref "bad": "${repo.path}/refs/heads/bad" holds no checksum\n`,
  })
  const { stdout: json } = await run(['fsck', '--json', '--repo', repo.path])
  expect(JSON.parse(json)).toMatchObject({ kind: 'bad-ref', name: 'bad', neededBy: [] })
})

describe('on a terminal', () => {
  const hostile = 'tab\there\x1b[31m'
  const prepare = async () => {
    const repo = volatileRepo('archive')
    await run(
      [
        'commit',
        '--repo',
        repo.path,
        '--branch',
        'a',
        '--tar',
        '-',
        '--timestamp',
        `${2 ** 53 - 1}`,
      ],
      {},
      [formatTestEntry({ name: hostile }, 'x'), Buffer.alloc(1024)],
    )
    return repo
  }
  it('names are printed with escapes, and with -0 as they are', async () => {
    const repo = await prepare()
    const list = await run(['ls', '--repo', repo.path, '-R', 'a'])
    expect(list.stdout).toContain('/tab\\there\\033[31m\n')
    const { stdout } = await run(['ls', '--repo', repo.path, '-R', '-0', 'a'])
    expect(stdout).toBe(`/\0/${hostile}\0`)
  })
  it('a commit of a time that no date has is shown', async () => {
    const repo = await prepare()
    expect((await run(['show', '--repo', repo.path, 'a'])).stdout).toContain(
      `Date: @${2 ** 53 - 1}\n`,
    )
  })
})

describe('refs --delete, prune and summary', () => {
  it('do what they say, and say what they did', async () => {
    const repo = volatileRepo('archive')
    const at = ['--repo', repo.path]
    for (const branch of ['os/a', 'os/b']) {
      const tar = [formatTestEntry({ name: branch.slice(-1) }, branch), Buffer.alloc(1024)]
      await run(['commit', ...at, '--branch', branch, '--tar', '-', '--timestamp', '0'], {}, tar)
    }
    expect(await run(['refs', ...at, '--delete'])).toMatchObject({ status: 2 })
    expect(await run(['refs', ...at, '--delete', 'nowhere'])).toMatchObject({ status: 1 })
    expect(await run(['refs', ...at, '--delete', 'os/b'])).toMatchObject({ status: 0, stdout: '' })
    expect((await run(['refs', ...at])).stdout).toMatch(/^os\/a\t[0-9a-f]{64}\n$/)
    const dry = await run(['prune', ...at, '--refs-only', '--json', '-n'])
    expect(JSON.parse(dry.stdout)).toMatchObject({ objects: 7, removed: 3 })
    expect(await run(['prune', ...at, '--depth', 'all'])).toMatchObject({ status: 2 })
    expect((await run(['prune', ...at, '--refs-only', '--json'])).stdout).toBe(dry.stdout)
    expect(await run(['summary', ...at])).toMatchObject({ status: 0, stdout: '' })
    expect(await run(['fsck', ...at])).toMatchObject({ status: 0 })
  })
})
