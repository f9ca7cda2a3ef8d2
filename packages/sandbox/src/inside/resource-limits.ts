import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'

/** One of prlimit(1)'s resources, what /proc/PID/limits calls it, and what commands have of it. */
interface ResourceLimit {
  readonly resource: string
  readonly title: string
  readonly soft: number
  /** The same as `soft` where not given; as it is where `undefined`. */
  readonly hard?: number | undefined
}

/**
 * What commands may use, whatever the caller may: what the kernel gives its first process, but that
 * a bomb of processes ends, and that a crash is not told to the host's core handler, to which 1 is
 * said (the kernel's fs/coredump.c).
 */
const resourceLimits: readonly ResourceLimit[] = [
  { resource: 'core', title: 'Max core file size', soft: 1 },
  { resource: 'memlock', title: 'Max locked memory', soft: 8 * 1024 * 1024 },
  { resource: 'msgqueue', title: 'Max msgqueue size', soft: 819200 },
  { resource: 'nice', title: 'Max nice priority', soft: 0 },
  { resource: 'nofile', title: 'Max open files', soft: 1024, hard: 4096 },
  { resource: 'nproc', title: 'Max processes', soft: 4096 },
  { resource: 'rtprio', title: 'Max realtime priority', soft: 0 },
  { resource: 'sigpending', title: 'Max pending signals', soft: 4096 },
  { resource: 'stack', title: 'Max stack size', soft: 8 * 1024 * 1024, hard: undefined },
]

/** More than any script starts; pids below 300 are not used twice. */
const mostProcesses = 4096

/**
 * Limits this process, which is the first of a pid namespace, and all that it will start. No limit
 * is above the caller's, whom nothing else can make able to raise one.
 */
export function limitResources(prlimit: string): void {
  const current = readFileSync('/proc/self/limits', 'latin1')
  const options = resourceLimits.map((limit) => {
    const most = hardLimitIn(current, limit.title)
    const soft = Math.min(limit.soft, most)
    const hard = 'hard' in limit ? limit.hard : limit.soft
    return `--${limit.resource}=${soft}:${hard === undefined ? '' : Math.min(hard, most)}`
  })
  spawnSync(prlimit, ['--pid', String(process.pid), ...options])
  limitProcesses()
  // when memory is short it is these that the kernel is to end
  writeFileSync('/proc/self/oom_score_adj', '1000')
}

/**
 * The limit of processes does not hold for the host's root. Since Linux 6.14 a pid namespace has a
 * highest pid of its own; before, this would be the whole host's.
 */
function limitProcesses(): void {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  if (major < 6 || (major === 6 && minor < 14)) return
  try {
    writeFileSync('/proc/sys/kernel/pid_max', String(mostProcesses))
  } catch {
    // read-only in a container
  }
}

function hardLimitIn(limits: string, title: string): number {
  const [, value = 'unlimited'] = new RegExp(`^${title} +\\S+ +(\\S+)`, 'm').exec(limits) ?? []
  return value === 'unlimited' ? Number.POSITIVE_INFINITY : Number(value)
}
