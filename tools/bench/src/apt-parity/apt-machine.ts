import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** What apt-get did. */
export interface AptOutcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A machine's /etc/apt in a folder of its own, read by the real apt-get and by us. */
export class AptMachine {
  readonly root = mkdtempSync(join(tmpdir(), 'apt-parity-'))

  /** `lines` are more of its configuration. */
  constructor(lines: readonly string[] = []) {
    for (const path of ['etc/apt/apt.conf.d', 'etc/apt/sources.list.d', 'var/lib/dpkg']) {
      mkdirSync(join(this.root, path), { recursive: true })
    }
    mkdirSync(join(this.root, 'var/lib/apt/lists/partial'), { recursive: true })
    mkdirSync(join(this.root, 'var/cache/apt/archives/partial'), { recursive: true })
    this.write('var/lib/dpkg/status', '')
    const own = [
      `Dir "${this.root}";`,
      `Dir::State::status "${this.root}/var/lib/dpkg/status";`,
      'APT::Architecture "amd64"; APT::Architectures { "amd64"; };',
      'APT::Sandbox::User "root"; APT::Update::Error-Mode "any";',
      'Acquire::Languages "none"; Acquire::Retries "0";',
    ]
    this.write('apt.conf', [...own, ...lines, ''].join('\n'))
  }

  /** What both of us are told of where the configuration is. */
  get environment(): Readonly<Record<string, string>> {
    return { APT_CONFIG: join(this.root, 'apt.conf'), XDG_CACHE_HOME: join(this.root, 'cache') }
  }

  /** Writes a file under the root and returns its path. */
  write(path: string, content: string | Uint8Array): string {
    const full = join(this.root, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, content)
    return full
  }

  aptGet(...args: string[]): AptOutcome {
    const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ...this.environment }
    return spawnSync('apt-get', args, { env, encoding: 'utf8' })
  }

  remove(): void {
    rmSync(this.root, { recursive: true })
  }
}
