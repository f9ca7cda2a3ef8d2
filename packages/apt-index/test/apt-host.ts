import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { invoke } from '@apt2ostree/cli-kit'
import { vi } from 'vitest'
import { tool } from '../src/cli.js'

/** Whole programs are run here, and servers waited for; a busy machine takes its time. */
vi.setConfig({ testTimeout: 30_000 })

/** What one run did. */
export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A machine's apt set-up in a temporary folder, used by apt-index and by the real apt-get. */
export class AptHost {
  readonly root: string
  /** What apt-index reads from its standard input. */
  stdin = ''

  private constructor(root: string) {
    this.root = root
  }

  /** Returns a set-up without sources; `lines` are added to its apt.conf. */
  static async create(lines: readonly string[] = []): Promise<AptHost> {
    const host = new AptHost(await mkdtemp(join(tmpdir(), 'apt-host-')))
    for (const path of [
      'etc/apt/apt.conf.d',
      'etc/apt/sources.list.d',
      'etc/apt/keyrings',
      'var/lib/apt/lists/partial',
      'var/cache/apt/archives/partial',
      'var/lib/dpkg',
    ]) {
      await mkdir(join(host.root, path), { recursive: true })
    }
    await host.write('var/lib/dpkg/status', '')
    await host.write(
      'apt.conf',
      [
        `Dir "${host.root}";`,
        `Dir::State::status "${host.root}/var/lib/dpkg/status";`,
        'APT::Architecture "amd64";',
        'APT::Sandbox::User "root";',
        'APT::Update::Error-Mode "any";',
        'Acquire { Languages "none"; Retries "1"; Retries::Delay "false"; http::Timeout "1"; };',
        ...lines,
      ].join('\n'),
    )
    return host
  }

  /** Writes a file under the root and returns its path. */
  async write(path: string, content: string | Uint8Array): Promise<string> {
    const full = join(this.root, path)
    await mkdir(dirname(full), { recursive: true })
    await writeFile(full, content)
    return full
  }

  /** Runs `apt-index` on this set-up, in this process. */
  async aptIndex(...argv: string[]): Promise<Outcome> {
    const output = { stdout: '', stderr: '' }
    const sink = (name: 'stdout' | 'stderr') =>
      new Writable({
        write(chunk, _encoding, done) {
          output[name] += Buffer.from(chunk).toString('latin1')
          done()
        },
      })
    const terminal = {
      stdin: Readable.from([Buffer.from(this.stdin)]),
      stdout: sink('stdout'),
      stderr: sink('stderr'),
      env: { APT_CONFIG: join(this.root, 'apt.conf'), XDG_CACHE_HOME: join(this.root, 'cache') },
    }
    const status = await invoke(tool, argv, terminal, new AbortController().signal)
    return { status, ...output }
  }

  /** Runs the real `apt-get update` on this set-up. */
  aptGetUpdate(): Promise<Outcome> {
    const env = {
      PATH: process.env.PATH,
      LC_ALL: 'C.UTF-8',
      APT_CONFIG: join(this.root, 'apt.conf'),
    }
    const child = spawn('apt-get', ['update'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk) => (output.stdout += chunk))
    child.stderr.on('data', (chunk) => (output.stderr += chunk))
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status) => resolve({ status, ...output }))
    })
  }

  /** Returns the paths of all files in apt-index's cache. */
  async cachedFiles(): Promise<string[]> {
    const directory = join(this.root, 'cache')
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
      () => [],
    )
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort()
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true })
  }
}
