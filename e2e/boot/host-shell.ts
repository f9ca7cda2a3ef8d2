import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { inject } from 'vitest'

/** Runs scripts of shell in a folder; what they leave in the background ends with the shell. */
export class HostShell {
  readonly #folder: string
  readonly #env: Readonly<Record<string, string | undefined>>
  readonly #groups: number[] = []

  constructor(folder: string, env: Readonly<Record<string, string>> = {}) {
    const path = `${inject('toolsPath')}:${process.env.PATH}`
    this.#folder = folder
    this.#env = { ...process.env, ...env, PATH: path }
  }

  /** What a script prints to stdout, without the last newline. Throws if a command of it fails. */
  async run(script: string): Promise<string> {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
      ...{ cwd: this.#folder, env: this.#env, detached: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (child.pid !== undefined) this.#groups.push(child.pid)
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text
      })
    }
    const [status] = await once(child, 'close')
    if (status === 0) return output.stdout.replace(/\n$/, '')
    throw new Error(`this ended with ${status}:\n${script}\n${output.stderr.slice(-4000)}`)
  }

  /** Starts a command that is to be talked to. */
  start(command: string) {
    return spawn('bash', ['-c', `exec ${command}`], { cwd: this.#folder, env: this.#env })
  }

  /** Ends what scripts left in the background. */
  close(): void {
    for (const group of this.#groups) {
      try {
        process.kill(-group)
      } catch {
        // nothing of it is left
      }
    }
  }
}
