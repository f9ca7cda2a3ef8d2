import { readFileSync } from 'node:fs'
import { arch, cpus, release, totalmem } from 'node:os'

/** Returns a sentence on the machine that the figures were measured on. */
export function describeMachine(): string {
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  const memory = `${Math.round(totalmem() / 1e9)} GB of memory`
  return `Measured on ${cpus().length} cores (${arch()}), ${memory}, ${name}, Linux ${release()}, Node ${process.version}.`
}
