import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { invoke } from '@apt2ostree/cli-kit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { indexStanza, packageStanza } from '../test/offers.js'
import { tool } from './cli.js'

const archive = [
  indexStanza('stable'),
  packageStanza('base 1', 'Essential: yes'),
  packageStanza('server 1', 'Depends: library'),
  packageStanza('library 1'),
].join('\n')

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockgen-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** Runs a command line in which `DIR` stands for the test's folder. */
async function lockgen(line: string, stdin = archive) {
  const written = { stdout: '', stderr: '' }
  const collect = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk).replaceAll(folder, 'DIR')
        done()
      },
    })
  const argv = line.replaceAll('DIR', folder).split(' ')
  const terminal = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    env: {},
  }
  const status = await invoke(tool, argv, terminal, new AbortController().signal)
  return { status, ...written }
}

describe('lockgen', { timeout: 30_000 }, () => {
  it('writes a lock from stdin to stdout', async () => {
    const { status, stdout } = await lockgen('lock server --arch amd64')
    expect(status).toBe(0)
    expect(stdout.match(/^Package: .*/gm)).toEqual([
      'Package: base',
      'Package: library',
      'Package: server',
    ])
  })

  it('records which preferences ranked the versions', async () => {
    const pin = 'Package: server\nPin: release n=stable\nPin-Priority: 900\n'
    await writeFile(join(folder, 'pins'), pin)
    const { stdout } = await lockgen('lock server --arch amd64 --preferences DIR/pins')
    expect(stdout).toMatch(/^Preferences-SHA256: [0-9a-f]{64}$/m)
    expect((await lockgen('lock server --arch amd64')).stdout).not.toContain('Preferences')
  })

  it('leaves a lock alone when only the date of its Release file changed', async () => {
    await lockgen('lock server --arch amd64 -o DIR/a.lock')
    const before = await readFile(join(folder, 'a.lock'), 'utf8')
    const later = archive.replace('Sat, 05 Sep', 'Sun, 06 Sep')
    const second = await lockgen('lock server --arch amd64 -o DIR/a.lock', later)
    expect(second).toEqual({
      status: 0,
      stdout: '',
      stderr: 'DIR/a.lock: unchanged, 3 packages\n',
    })
    expect(await readFile(join(folder, 'a.lock'), 'utf8')).toBe(before)
  })

  it.each([
    {
      summary: 'an unknown package',
      line: 'lock sever --arch amd64 -o DIR/a.lock',
      stderr:
        'lockgen: error: cannot select "sever": no such package\nlockgen: hint: did you mean server?\n',
    },
    {
      summary: 'a lock that is none',
      line: 'check -',
      stderr: 'lockgen: error: cannot read "-": header has no Architecture\n',
      stdin: 'Lockfile-Version: 1\n',
    },
    {
      summary: 'a missing file',
      line: 'why DIR/none.lock server',
      stderr: 'lockgen: error: cannot open "DIR/none.lock": no such file or directory\n',
    },
    {
      summary: 'a solver that is none',
      line: 'lock server --arch amd64 --solver /nonexistent -o DIR/a.lock',
      stderr: /^lockgen: error: cannot ask the solver "\/nonexistent": cannot spawn/,
    },
  ])('says what is wrong with $summary, and leaves no file', async ({ line, stderr, stdin }) => {
    const result = await lockgen(line, stdin)
    expect(result).toMatchObject({ status: 1, stdout: '' })
    expect(result.stderr).toMatch(stderr)
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    { line: 'check DIR/a.lock server', status: 0, stdout: '' },
    {
      line: 'check DIR/a.lock other',
      status: 1,
      stdout: 'problem\tthe lock does not hold "other"\n',
    },
    { line: 'diff DIR/a.lock DIR/a.lock', status: 0, stdout: '' },
    {
      line: 'why DIR/a.lock library',
      status: 0,
      stdout: 'server 1\trequested\nlibrary 1\tDepends: library\n',
    },
    {
      line: 'check DIR/a.lock --packages - --json',
      status: 1,
      stdout: `{"problems":[],"outdated":[{"kind":"outdated","name":"library","architecture":"amd64","locked":"1","available":"2","release":"stable"}]}\n`,
      stdin: archive.replace('Package: library\nVersion: 1', 'Package: library\nVersion: 2'),
    },
  ])('answers $line', async ({ line, status, stdout, stdin }) => {
    await lockgen('lock server --arch amd64 -o DIR/a.lock')
    expect(await lockgen(line, stdin)).toMatchObject({ status, stdout, stderr: '' })
  })

  it('updates one package of a previous lock for its own requests', async () => {
    await writeFile(join(folder, 'newer'), archive.replaceAll('Version: 1', 'Version: 2'))
    await lockgen('lock server --arch amd64 -o DIR/a.lock')
    const line = 'lock --arch amd64 --previous DIR/a.lock --update library --packages DIR/newer'
    const { stdout } = await lockgen(line)
    expect(stdout).toContain('Requests:\n server\n')
    expect(stdout).toContain('Package: library\nArchitecture: amd64\nVersion: 2\n')
  })

  it('makes a lock anew by the rules of the previous one', async () => {
    const common = '--arch amd64 --arch i386 --recommends --no-essential --exclude unwanted'
    const stanzas = `${archive}\n${packageStanza('unwanted 1')}`
    await lockgen(`lock server ${common} -o DIR/a.lock`, stanzas)
    const { status, stdout } = await lockgen('lock --previous DIR/a.lock', stanzas)
    expect(status).toBe(0)
    expect(stdout).toBe(await readFile(join(folder, 'a.lock'), 'utf8'))
  })

  it('wants the preferences of the previous lock again', async () => {
    const pin = 'Package: server\nPin: release n=stable\nPin-Priority: 900\n'
    await writeFile(join(folder, 'pins'), pin)
    await lockgen('lock server --arch amd64 --preferences DIR/pins -o DIR/a.lock')
    expect(await lockgen('lock --previous DIR/a.lock')).toMatchObject({
      status: 1,
      stderr:
        "lockgen: error: cannot judge the lock's versions: it was made with other preferences (Preferences-SHA256)\n" +
        'lockgen: hint: give those that it was made with: --preferences FILE\n',
    })
    const again = await lockgen('lock --previous DIR/a.lock --preferences DIR/pins')
    expect(again.stdout).toBe(await readFile(join(folder, 'a.lock'), 'utf8'))
  })

  it.each([
    { summary: 'is empty', text: '\n' },
    {
      summary: 'has merge conflicts',
      text: 'Lockfile-Version: 1\n<<<<<<< ours\nA: 1\n=======\nA: 2\n>>>>>>> theirs\n',
    },
  ])('takes the place of a lock that $summary', async ({ summary, text }) => {
    await writeFile(join(folder, 'a.lock'), text)
    const { status, stderr } = await lockgen('lock server --arch amd64 -o DIR/a.lock')
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `lockgen: warning: DIR/a.lock ${summary}: nothing in it counts\nDIR/a.lock: 3 packages\n`,
    })
  })

  it('does not take the place of another file', async () => {
    await writeFile(join(folder, 'a.lock'), 'packages: [nginx]\n')
    const { status, stderr } = await lockgen('lock server --arch amd64 -o DIR/a.lock')
    expect({ status, stderr }).toMatchObject({ status: 1 })
    expect(stderr).toContain('cannot read "DIR/a.lock"')
    expect(await readFile(join(folder, 'a.lock'), 'utf8')).toBe('packages: [nginx]\n')
  })
})
