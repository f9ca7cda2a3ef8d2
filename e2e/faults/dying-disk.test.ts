import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { out } from '../src/run.js'
import { type DiskImage, expectSameImage, makeDiskImage } from './disk-image.js'
import { canMount, type LoopDisk, makeLoopDisk } from './loop-disk.js'

let image: DiskImage

beforeAll(async () => {
  if (canMount) image = await makeDiskImage()
}, 300_000)

afterAll(() => image?.remove())

describe.skipIf(!canMount)('a disk that dies, which root may mount', { timeout: 300_000 }, () => {
  // Its file is sparse, and the file system below has room for no more: the kernel's own errors.
  it.each([20, 60, 100, 140, 180, 220])('while it is written to, after %i MiB', (megabytes) =>
    onDisk({ megabytes: 800, backingMegabytes: megabytes }, async (disk) => {
      // what the kernel has in memory may be enough, until it is written
      await expectSameOrError(disk, /input\/output|read-only|no space left|fsync|sync/)
      disk.remount()
      await expectSameImage(image, disk.root)
    }),
  )

  // btrfs knows its checksums: a byte that changed below it is an error for whoever reads it.
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('while it is read, disk %i', (seed) =>
    onDisk(
      { megabytes: 800, mkfs: ['mkfs.btrfs', '-q', '--data', 'single', '--metadata', 'dup'] },
      async (disk) => {
        await expectSameImage(image, disk.root)
        await out('rm -r repo/refs/heads/os repo/refs/heads/deb/images repo/tmp/cache', {
          cwd: disk.root,
        })
        disk.remount((file) => damage(file, seed * 40))
        writeFileSync('/proc/sys/vm/drop_caches', '3')
        await expectSameOrError(disk, /input\/output error/i)
      },
    ),
  )
})

/** Expects the right commit, or an error that gives the kernel's reason. */
async function expectSameOrError(disk: LoopDisk, reason: RegExp): Promise<void> {
  const { status, stdout, stderr } = await image.build(disk.root)
  if (status === 0) {
    expect(stdout.trim()).toBe(`os/disk\t${image.checksum}`)
    return
  }
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(reason) })
  expect(stderr).toMatch(/^apt2ostree: error: cannot /m)
  expect(stderr).not.toMatch(/internal error|^ +at /m)
}

async function onDisk<T>(
  options: Parameters<typeof makeLoopDisk>[0],
  use: (disk: LoopDisk) => Promise<T>,
): Promise<T> {
  const disk = makeLoopDisk(options)
  try {
    return await use(disk)
  } finally {
    disk.remove()
  }
}

/** Changes one byte in so many blocks, spread evenly over all that hold something. */
function damage(file: string, blocks: number): void {
  const BLOCK = 4096
  const FIRST = 8 << 20 // past the superblocks and the chunk tree
  const handle = openSync(file, 'r+')
  const buffer = Buffer.alloc(BLOCK)
  const used: number[] = []
  for (let at = FIRST; readSync(handle, buffer, 0, BLOCK, at) === BLOCK; at += BLOCK) {
    if (buffer.some((byte) => byte !== 0)) used.push(at)
  }
  const stride = used.length / blocks
  for (let each = 0; each < blocks; each++) {
    const at = (used[Math.floor((each + 0.5) * stride)] ?? FIRST) + BLOCK / 2
    readSync(handle, buffer, 0, 1, at)
    writeSync(handle, Buffer.of((buffer[0] ?? 0) ^ 0x40), 0, 1, at)
  }
  closeSync(handle)
}
