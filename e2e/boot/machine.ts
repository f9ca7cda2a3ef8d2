import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** Whether this host can emulate the machines of the test. */
export const canEmulate =
  existsSync('/usr/bin/qemu-system-x86_64') && existsSync('/usr/share/OVMF/OVMF_CODE.fd')

/** The longest that a machine may take to start, without hardware support on a busy host. */
const START_LIMIT_MS = 600_000
const COMMAND_LIMIT_MS = 600_000

/**
 * Makes the shell of a login one for programs: no echo, no prompt, and nothing else on the console:
 * systemd and the kernel are silenced; systemd(1), dmesg(1).
 */
const SETTLE =
  "stty -echo; kill -s RTMIN+21 1; dmesg -n 1; exec env PS1= PS2= TERM=dumb bash --noediting --rcfile <(echo 'echo the shell is ready')"

/** A machine whose serial line, a root shell without a password, is the stdio of its emulator. */
export class Machine {
  readonly #child: ChildProcessWithoutNullStreams
  #output = ''
  #sequence = 0

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('latin1').on('data', (text: string) => {
        this.#output += text
      })
    }
  }

  /** Takes over an emulator that was just started, and waits for the shell in it. */
  static async takeOver(child: ChildProcessWithoutNullStreams): Promise<Machine> {
    const machine = new Machine(child)
    await machine.#logIn()
    return machine
  }

  /** Runs a line of shell in the machine and returns what it prints; it has to succeed. */
  async run(line: string): Promise<string> {
    const { status, output } = await this.try(line)
    if (status !== 0) throw new Error(`"${line}" exited with ${status}:\n${output}`)
    return output
  }

  /** Runs a line of shell in the machine, whatever comes of it. */
  async try(line: string): Promise<{ status: number; output: string }> {
    this.#sequence += 1
    const end = `end-${this.#sequence}`
    this.#output = ''
    // the tty cuts lines at 4096 bytes
    this.#child.stdin.write(`{ ${line}\n} </dev/null 2>&1; echo "<${end}:$?>"\n`)
    const [all, status] = await this.#waitFor(new RegExp(`<${end}:(\\d+)>`), COMMAND_LIMIT_MS)
    const output = this.#output.slice(0, this.#output.indexOf(all)).replaceAll('\r', '')
    return { status: Number(status), output: output.trim() }
  }

  /** Restarts from inside, and waits for the shell. */
  async restart(line: string): Promise<void> {
    this.#output = ''
    this.#child.stdin.write(`${line}\n`)
    await this.#logIn()
  }

  /** Powers off from inside, and waits for the end of the emulator. */
  async powerOff(line: string): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.stdin.write(`${line}\n`)
    await ended
  }

  /** Takes the power away. */
  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #logIn(): Promise<void> {
    await this.#waitFor(/root@\S+:~# $/, START_LIMIT_MS)
    this.#child.stdin.write(`${SETTLE}\n`)
    await this.#waitFor(/^the shell is ready\r?$/m, COMMAND_LIMIT_MS)
  }

  async #waitFor(pattern: RegExp, limit: number): Promise<[string, string]> {
    const deadline = Date.now() + limit
    for (;;) {
      const [all, group = ''] = pattern.exec(this.#output) ?? []
      if (all !== undefined) return [all, group]
      if (this.#child.exitCode !== null || Date.now() > deadline) {
        this.kill()
        throw new Error(`no ${pattern} from the machine:\n${this.#output.slice(-4000)}`)
      }
      await setTimeout(100)
    }
  }
}
