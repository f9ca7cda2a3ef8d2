import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { fsck } from '@apt2ostree/ostree-repo'
import { needs } from '@apt2ostree/testkit/needs'
import { hostPrograms, readTreeLiteral } from '@apt2ostree/testkit/tree'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { runScript } from './run-script.js'
import { makeTinyTree, type TinyTree } from './tiny-tree.js'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const backends = ['root', 'unshare', 'fakeroot'] as const

/** What not every kernel has, so that an attack may fail by itself where nothing is in its way. */
const dependOnKernel = new Set([
  ...['kernel_memory', 'key_list', 'modprobe', 'old_door', 'perf', 'socket_crypto'],
  ...['socket_vsock', 'sysrq', 'userfault', 'bpf', 'io_uring', 'device_fuse', 'device_loop'],
])

/** Runs a sandbox in a process that has more open than it should hand on, and prints its output. */
const helper = `
import { openRepo } from '@apt2ostree/ostree-repo'
import { changeTree } from '@apt2ostree/sandbox'
const [path, rev, mode, environment] = process.argv.slice(1)
const repo = openRepo(path)
const commands = [{ label: 'the attacks', argv: ['/usr/bin/escapes'] }]
const binds = [{ path: '/etc/bound', content: 'x', mode: 0o644 }]
const work = { commands, environment: JSON.parse(environment), binds, timeLimit: 60 }
const onOutput = (chunk) => process.stdout.write(chunk)
await repo.transaction((transaction) => changeTree({ repo, transaction, rev, work, mode, onOutput }))
`

needs(
  'mounts',
  'subordinate ids',
  'fakeroot',
  'sandbox',
  'bash',
  'gcc',
  'ldd',
  'setfattr',
).describe('a script in the sandbox', () => {
  const folder = mkdtempSync(`${tmpdir()}/escapes-`)
  const servers: Server[] = []
  let tiny: TinyTree
  let environment: Record<string, string>
  let unhindered: Record<string, string>

  beforeAll(async () => {
    const program = `${folder}/escapes`
    const source = fileURLToPath(new URL('escapes.c', import.meta.url))
    execFileSync('gcc', ['-O1', '-static', '-o', program, source])
    writeFileSync(`${folder}/canary`, 'SECRET\n')
    const [shm = ''] = execFileSync('ipcmk', ['-M', '64'], { encoding: 'utf8' }).match(/\d+/) ?? []
    const abstract = `escapes-${process.pid}`
    const listen = async (where: string | number) => {
      const server = createServer((socket) => socket.end())
      servers.push(server)
      if (typeof where === 'number') server.listen(where, '127.0.0.1')
      else server.listen(where)
      await once(server, 'listening')
      return server.address()
    }
    await listen(`\0${abstract}`)
    await listen(`${folder}/socket`)
    const { port } = (await listen(0)) as { port: number }
    environment = {
      CANARY: `${folder}/canary`,
      SOCKET: `${folder}/socket`,
      ABSTRACT: abstract,
      PORT: String(port),
      HOST_PID: String(process.pid),
      SHM_ID: shm,
    }
    tiny = await makeTinyTree('bare-user', tmpdir(), {
      ...hostPrograms(['setfattr']),
      'usr/bin/escapes': `[0755 0:0] ${readFileSync(program, 'latin1')}`,
    })
    const bound = { ...environment, BOUND: environment.CANARY ?? '' }
    unhindered = await attack(['unshare', '--mount', program], bound)
  })
  afterAll(() => {
    for (const server of servers) server.close()
    execFileSync('ipcrm', ['-m', environment.SHM_ID ?? ''])
    tiny.remove()
    rmSync(folder, { recursive: true })
  })

  /** Runs a command that tries all, with a secret in its environment and a directory open. */
  async function attack(command: string[], env: Record<string, string>) {
    const line = 'exec 251< "$0"; "$@"'
    const child: ChildProcess = spawn('bash', ['-c', line, folder, ...command], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { PATH: process.env.PATH, BUILD_SECRET: 'x', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const output = await text(child.stdout as NodeJS.ReadableStream)
    return Object.fromEntries(
      output
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    )
  }

  it('could get out in every way, were there no sandbox', () => {
    const escaped = Object.keys(unhindered).filter((name) => unhindered[name] === 'escaped')
    const failed = Object.keys(unhindered).filter((name) => !escaped.includes(name))
    expect(failed.filter((name) => !dependOnKernel.has(name))).toEqual([])
    expect(escaped.length).toBeGreaterThan(40)
  })

  it.each(backends)('gets out in none, %s', async (mode) => {
    const { path } = tiny.repo
    const inside = JSON.stringify({ ...environment, BOUND: '/etc/bound', PATH: '/usr/bin' })
    const program = ['node', '--input-type=module', '-e', helper, path, tiny.rev, mode, inside]
    const result = await attack(program, {})
    const held = Object.keys(unhindered).map((name) => [name, 'held'])
    expect(result).toEqual(Object.fromEntries(held))
  })

  it.each(backends)('leaves nothing outside of its tree, %s', async (mode) => {
    const root = await runScript(
      tiny,
      `
        echo more >> /etc/plain; ln /usr/bin/cat /etc/link; chmod 0700 /etc/link
        cp /usr/bin/true /etc/setuid; chmod 6755 /etc/setuid
        cp /usr/bin/true /tmp/setuid; chmod 6755 /tmp/setuid; chmod 6755 /usr/bin/true
        mkdir /etc/race; echo inside > /etc/race/canary
        (while :; do mv /etc/race /etc/away; ln -s ${folder} /etc/race; rm /etc/race; mv /etc/away /etc/race; done) &
        setsid sh -c 'sleep 98765.${mode.length} & sleep 98765.${mode.length}' &
        kill -STOP 1; kill -9 1; kill -TERM $PPID; sleep 0.1
        `,
      mode,
    )
    const tree = readTreeLiteral(tiny.repo, root)
    expect(Object.keys(tree).filter((path) => tree[path] === 'SECRET\n')).toEqual([])
    expect(tree['/etc/setuid']).toMatch(/^\[6755 0:0\]/)
    expect(commandLines()).not.toContain(`sleep\0${98765}.${mode.length}`)
    const report = await fsck(tiny.repo)
    expect(report.problems).toEqual([])
    expect(readdirSync(`${tiny.repo.path}/tmp`)).toEqual(['cache'])
    const setuid = execFileSync('find', [tiny.repo.path, '-perm', '/6000', '-type', 'f'])
    const open = `${setuid}`.split('\n').filter((file) => file && isReachable(file))
    expect(open).toEqual([])
  })

  it.each(backends)('cannot say what means something to overlayfs, %s', async (mode) => {
    const opaque = await runScript(
      tiny,
      'setfattr -n user.overlay.opaque -v y /usr/share',
      mode,
    ).catch((error: Error) => error)
    // libfakeroot keeps what is set there to itself
    if (mode === 'fakeroot') expect(opaque).toEqual(tiny.repo.readRoot(tiny.rev))
    else expect(opaque).toMatchObject({ message: expect.stringMatching(/"\/usr\/share"/) })
    await expect(runScript(tiny, 'rm /etc/same; mknod /etc/same c 0 0', mode)).rejects.toThrow(
      /cannot keep "\/etc\/same"|not permitted/,
    )
  })
})

function commandLines(): string[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d/.test(name) ? [readFileSync(`/proc/${name}/cmdline`, 'utf8').slice(0, -1)] : []
    } catch {
      return [] // it ended
    }
  })
}

/** Whether somebody else may come to a file: no directory above is its owner's alone. */
function isReachable(file: string): boolean {
  const above = file.split('/').map((_, index, names) => names.slice(0, index).join('/'))
  return above.filter(Boolean).every((directory) => (statSync(directory).mode & 0o001) !== 0)
}
