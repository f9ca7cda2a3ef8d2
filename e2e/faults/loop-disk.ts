import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of a test's own, in a file on another one. */
export interface LoopDisk {
  /** Where it is mounted; any user may write there. */
  readonly root: string
  /** The bytes that root may still write. */
  free(): number
  /** Writes a file so large that only these bytes stay free; 0 takes it away. */
  leaveFree(bytes: number): void
  /** Mounts it anew, repaired, after this change of its file; with room for all of it. */
  remount(change?: (file: string) => void): void
  /** Ends what is mounted and removes all files. */
  remove(): void
}

/** How a disk is made: its size, and what mkfs is told. */
export interface LoopDiskOptions {
  readonly megabytes: number
  readonly mkfs?: readonly string[]
  readonly mountOptions?: string
  /** The file system that the disk's own file lies on: a tmpfs of this size, which a sparse file may outgrow. */
  readonly backingMegabytes?: number
}

/** Whether this process may mount: root may, with loop devices and the programs that make file systems. */
export const canMount = process.getuid?.() === 0

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })

/** Makes a file system and mounts it. */
export function makeLoopDisk(options: LoopDiskOptions): LoopDisk {
  const { megabytes, mkfs = ['mkfs.ext4', '-q'], mountOptions = 'loop' } = options
  const folder = mkdtempSync(join(tmpdir(), 'loop-disk-'))
  const root = join(folder, 'root')
  const backing = join(folder, 'backing')
  const file = join(backing, 'disk.img')
  mkdirSync(root)
  mkdirSync(backing)
  if (options.backingMegabytes !== undefined) {
    run('mount', '-t', 'tmpfs', '-o', `size=${options.backingMegabytes}m`, 'backing', backing)
  }
  run('truncate', '-s', `${megabytes}M`, file)
  const [program = '', ...args] = mkfs
  run(program, ...args, file)
  const mount = () => run('mount', '-o', mountOptions, file, root)
  mount()
  run('chmod', '1777', root)
  const ballast = join(root, '.ballast')
  const free = () => {
    const { bavail, bsize } = statfsSync(root)
    return bavail * bsize
  }
  return {
    root,
    free,
    leaveFree(bytes) {
      rmSync(ballast, { force: true })
      if (bytes === 0) return
      writeFileSync(ballast, '')
      run('fallocate', '-l', String(Math.max(free() - bytes, 1)), ballast)
    },
    remount(change) {
      run('umount', root)
      if (options.backingMegabytes !== undefined) {
        run('mount', '-o', `remount,size=${megabytes}m`, backing)
      }
      if (program === 'mkfs.ext4') repair(file)
      change?.(file)
      mount()
    },
    remove() {
      run('umount', '--lazy', root)
      if (options.backingMegabytes !== undefined) run('umount', '--lazy', backing)
      rmSync(folder, { recursive: true })
    },
  }
}

/** e2fsck's statuses up to 2 say that the file system is sound now. */
function repair(file: string): void {
  const { status, stdout } = spawnSync('e2fsck', ['-fy', file], { encoding: 'utf8' })
  if (status === null || status > 2) throw new Error(`cannot repair ${file}: ${stdout}`)
}
