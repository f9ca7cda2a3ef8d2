import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** What starts the machine. */
export type Firmware = 'bios' | 'uefi'

const UEFI_CODE = '/usr/share/OVMF/OVMF_CODE.fd'

/** Whether this host can emulate the machines of the test. */
export const canEmulate = existsSync('/usr/bin/qemu-system-x86_64') && existsSync(UEFI_CODE)

/** The longest that a machine may take to start, without hardware support on a busy host. */
const START_LIMIT_MS = 400_000
const COMMAND_LIMIT_MS = 200_000

/**
 * A machine in QEMU that runs a disk image in place. Its second serial line is a root shell that
 * the image has for the test; the first one is kept in a file.
 */
export class Machine {
  readonly #child: ChildProcess
  readonly #console: string
  #output = ''
  #errors = ''
  #sequence = 0

  private constructor(child: ChildProcess, consolePath: string) {
    this.#child = child
    this.#console = consolePath
    child.stdout?.setEncoding('latin1').on('data', (text: string) => {
      this.#output += text
    })
    child.stderr?.setEncoding('latin1').on('data', (text: string) => {
      this.#errors += text
    })
  }

  /** Starts the machine and waits for its shell; the console goes to `DISK.console`. */
  static async start(disk: string, firmware: Firmware): Promise<Machine> {
    const consolePath = `${disk}.console`
    const pflash = `if=pflash,format=raw,readonly=on,file=${UEFI_CODE}`
    const child = spawn('qemu-system-x86_64', [
      ...['-nodefaults', '-display', 'none', '-no-reboot', '-m', '1024'],
      ...(firmware === 'uefi' ? ['-drive', pflash] : []),
      ...['-drive', `file=${disk},format=raw,if=virtio,cache=unsafe`],
      ...['-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net'],
      ...['-device', 'virtio-rng-pci', '-serial', `file:${consolePath}`, '-serial', 'stdio'],
    ])
    const machine = new Machine(child, consolePath)
    await machine.#waitFor(/ready for the test/, START_LIMIT_MS)
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
    this.#child.stdin?.write(`{ ${line}\n} </dev/null 2>&1; echo "<${end}:$?>"\n`)
    const [all, status] = await this.#waitFor(new RegExp(`<${end}:(\\d+)>`), COMMAND_LIMIT_MS)
    const output = this.#output.slice(0, this.#output.indexOf(all)).replaceAll('\r', '')
    return { status: Number(status), output: output.trim() }
  }

  /** Restarts or powers off from inside, and waits for the end of the machine. */
  async end(line: 'reboot' | 'poweroff'): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.stdin?.write(`systemctl ${line}\n`)
    await ended
  }

  /** Takes the power away. */
  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #waitFor(pattern: RegExp, limit: number): Promise<[string, string]> {
    const deadline = Date.now() + limit
    for (;;) {
      const [all, group = ''] = pattern.exec(this.#output) ?? []
      if (all !== undefined) return [all, group]
      if (this.#child.exitCode !== null || Date.now() > deadline) {
        this.kill()
        const last = readFileSync(this.#console, 'latin1').slice(-3000)
        throw new Error(
          `no ${pattern} from the machine; its console:\n${last}\n${this.#output}${this.#errors}`,
        )
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
