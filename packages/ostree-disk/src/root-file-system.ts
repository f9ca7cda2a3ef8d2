import { DiskError } from './errors.js'
import type { DiskIdentifiers } from './identifiers.js'
import type { Partition } from './layout.js'
import { formatSize } from './size.js'
import type { ToolRunner } from './tool-runner.js'

/** The first inode that is not reserved; ext4(5). */
const FIRST_INODE = 11
/** Immutable, and extents, which mke2fs sets on directories; ext2fs.h. */
const IMMUTABLE_DIRECTORY = '0x80010'

/** Files that OSTree checked out have the time 0, which Python's caches count on; others the host's. */
const IS_NEW = ['-newermt', '@1']

/** Where the file system goes and what it gets. */
export interface RootFileSystem {
  readonly disk: string
  readonly partition: Partition
  readonly sysroot: string
  readonly ids: DiskIdentifiers
  /** Seconds since 1970-01-01 UTC. */
  readonly timestamp: number
  /** The roots of the deployments, from the root of the sysroot. */
  readonly deployments: readonly string[]
}

/**
 * Makes an ext4 file system of the sysroot, inside the disk image. No time is the host's;
 * deployments are immutable, as `ostree admin deploy` would leave them. Throws ERR_DISK_FULL.
 */
export async function writeRootFileSystem(
  { run }: ToolRunner,
  { disk, partition, sysroot, ids, timestamp, deployments }: RootFileSystem,
): Promise<void> {
  await run('find', [sysroot, ...IS_NEW, '-exec', 'touch', '-h', '-d', `@${timestamp}`, '{}', '+'])
  const extended = `offset=${partition.start},hash_seed=${ids.hashSeed},root_owner=0:0`
  const named = ['-q', '-F', '-L', 'root', '-U', ids.rootFileSystem, '-E', extended]
  try {
    await run('mkfs.ext4', [...named, '-d', sysroot, disk, `${partition.size / 1024}k`])
  } catch (cause) {
    if (!/allocate|space|too small/i.test(String(cause))) throw cause
    throw new DiskError(
      'ERR_DISK_FULL',
      `cannot put the tree on a disk with ${formatSize(partition.size)} for it: it is too large`,
      { cause, hint: 'give a larger --size' },
    )
  }
  const image = `${disk}?offset=${partition.start}`
  const used = countInodes(await run('dumpe2fs', ['-h', image]))
  const edits = [...timeEdits(used, timestamp), ...deployments.map(makeImmutable)]
  await run('debugfs', ['-w', '-f', '-', image], edits.map((edit) => `${edit}\n`).join(''))
}

/** mke2fs takes over when the host's files were read and changed status, which nobody can set. */
function timeEdits(used: number, timestamp: number): string[] {
  const inodes = Array.from(
    { length: Math.max(0, used - FIRST_INODE + 1) },
    (_, i) => FIRST_INODE + i,
  )
  return inodes.flatMap((inode) =>
    ['atime', 'ctime'].map((field) => `set_inode_field <${inode}> ${field} @${timestamp}`),
  )
}

function makeImmutable(path: string): string {
  return `set_inode_field ${path} flags ${IMMUTABLE_DIRECTORY}`
}

/** Inodes are handed out in order, so those in use are the first ones. */
function countInodes(header: string): number {
  const field = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(header)?.[1])
  return field('Inode count') - field('Free inodes')
}
