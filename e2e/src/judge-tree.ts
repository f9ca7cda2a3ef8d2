import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { out } from './run.js'

/** What a system is to be made of. */
export interface Wanted {
  readonly packages: readonly string[]
  /** Answers to debconf questions, in a file; none without it. */
  readonly answers?: string
  /** The release, and its apt sources; the host's own without them. */
  readonly suite?: string
  readonly sources?: readonly string[]
  /** Whether /bin, /sbin and /lib are made links first, as Debian 11 does not have them by itself. */
  readonly mergeUsr?: boolean
  /** Seconds since 1970-01-01 UTC that scripts take for now. */
  readonly sourceDateEpoch: number
}

/** The tree that mmdebstrap makes. */
export interface Judge {
  readonly root: string
  /** The file system in memory that it lies on: dpkg syncs to a disk after every step. */
  readonly disk: string
  /** Resolves when the tree is there; rejects with what mmdebstrap said. */
  readonly made: Promise<unknown>
  remove(): Promise<void>
}

/** Starts mmdebstrap with the packages that are wanted, in `folder`. Needs root. */
export function startJudge(folder: string, wanted: Wanted): Judge {
  const disk = join(folder, 'judge')
  const root = join(disk, 'root')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', disk])
  const made = bootstrap(root, wanted)
  // it is awaited later, when something else may have failed already
  made.catch(() => {})
  return {
    root,
    disk,
    made,
    async remove() {
      await made.catch(() => {})
      execFileSync('umount', [disk])
    },
  }
}

async function bootstrap(root: string, wanted: Wanted) {
  const { packages, answers, sources = [], mergeUsr, sourceDateEpoch } = wanted
  const suite = wanted.suite ?? (await out('. /etc/os-release && echo "$VERSION_CODENAME"'))
  const hook = `--essential-hook='chroot "$1" debconf-set-selections < ${answers}'`
  const merge = '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr'
  const options = `--variant=required --include=${packages.join(',')} ${answers ? hook : ''} ${mergeUsr ? merge : ''}`
  const named = `unshare --uts sh -c 'hostname localhost; exec "$@"' sh`
  const env = { SOURCE_DATE_EPOCH: String(sourceDateEpoch) }
  const lines = sources.map((line) => `'${line}'`).join(' ')
  await out(`${named} mmdebstrap ${options} ${suite} ${root} ${lines}`, { env })
}
