import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const folder = '/proc/sys/fs/binfmt_misc'
/** What qemu-user-static wants to be registered with; its flag F makes it work inside of images. */
const rule = '/usr/lib/binfmt.d/qemu-aarch64.conf'
const entry = `${folder}/qemu-aarch64`

/** How this machine runs programs for arm64, for a test to change. */
export interface Emulation {
  /** Lets the kernel run them, or not. */
  set(isOn: boolean): void
  /** Leaves the machine as it was. */
  restore(): void
}

/** Takes over what the kernel does with programs for arm64. */
export function takeEmulation(): Emulation {
  if (!existsSync(`${folder}/register`)) {
    execFileSync('mount', ['-t', 'binfmt_misc', 'binfmt_misc', folder])
  }
  const before = existsSync(entry) ? readFileSync(entry, 'utf8') : undefined
  return {
    set(isOn) {
      if (existsSync(entry)) writeFileSync(entry, isOn ? '1' : '0')
      else if (isOn) writeFileSync(`${folder}/register`, readFileSync(rule))
    },
    restore() {
      if (before === undefined && existsSync(entry)) writeFileSync(entry, '-1')
      else if (before !== undefined) writeFileSync(entry, before.startsWith('enabled') ? '1' : '0')
    },
  }
}
