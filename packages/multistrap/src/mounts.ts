import { readFileSync } from 'node:fs'

/** Returns what is mounted below a directory, by its real path (proc_pid_mountinfo(5)). */
export function mountsBelow(root: string): string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n')
  return lines
    .map((line) => (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, unescapeOctal))
    .filter((path) => path.startsWith(`${root}/`))
}

function unescapeOctal(_match: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8))
}
