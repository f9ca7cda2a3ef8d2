import { closeSync, readdirSync, readFileSync } from 'node:fs'

/** `flags` in /proc/PID/fdinfo has it: O_CLOEXEC of fcntl.h. */
const closeOnExec = 0o2000000

/**
 * Closes the files that this process was started with and would hand on: a pipe of make's jobserver,
 * a secret of a CI's. What Node opens itself is closed on exec, as the lowest inherited ones are, of
 * which one holds the lock.
 */
export function closeInheritedFiles(): void {
  for (const name of readdirSync('/proc/self/fd')) {
    const descriptor = Number(name)
    if (descriptor > 2 && isHandedOn(name)) closeSync(descriptor)
  }
}

function isHandedOn(name: string): boolean {
  try {
    const [, flags = '0'] =
      /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1')) ?? []
    return (Number.parseInt(flags, 8) & closeOnExec) === 0
  } catch {
    return false // the directory that was read
  }
}
