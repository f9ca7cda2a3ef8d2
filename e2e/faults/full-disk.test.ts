import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { out } from '../src/run.js'
import { type DiskImage, expectCleanFailure, expectSameImage, makeDiskImage } from './disk-image.js'
import { canMount, type LoopDisk, makeLoopDisk } from './loop-disk.js'

const MEGABYTES = 800
const RUNS = 24
const parts = Array.from({ length: RUNS }, (_, index) => index / RUNS)
const RESERVE = /no space left on device|core\.min-free-space/
const LAST_BYTE = /no space left on device/

let image: DiskImage
let need: number

beforeAll(async () => {
  if (!canMount) return
  image = await makeDiskImage()
  need = await onDisk([], async (disk) => {
    const before = disk.free()
    await expectSameImage(image, disk.root)
    return before - disk.free()
  })
}, 300_000)

afterAll(() => image?.remove())

describe.skipIf(!canMount)('a disk that fills, which root may mount', { timeout: 300_000 }, () => {
  describe.each([
    { summary: 'down to what the repo keeps free', reserve: 3, reason: RESERVE },
    { summary: 'to the last byte', reserve: 0, reason: LAST_BYTE },
  ])('$summary', ({ reserve, reason }) => {
    it.each(parts)('after %f of what an image needs', (part) =>
      onDisk([], async (disk) => {
        await out(
          `ostree-repo init --repo repo && ostree --repo=repo config set core.min-free-space-percent ${reserve}`,
          { cwd: disk.root },
        )
        disk.leaveFree(64 * 1024 + Math.round(part * need))
        await expectCleanFailure(disk.root, await image.build(disk.root), reason)
        disk.leaveFree(0)
        await expectSameImage(image, disk.root)
      }),
    )
  })

  it.each([100, 1000, 3000, 6000])('with %i inodes', (inodes) =>
    onDisk(['-N', String(inodes)], async (disk) => {
      await expectCleanFailure(disk.root, await image.build(disk.root), LAST_BYTE)
      expect(disk.free()).toBeGreaterThan(need / 2)
    }),
  )
})

async function onDisk<T>(mkfs: readonly string[], use: (disk: LoopDisk) => Promise<T>): Promise<T> {
  const disk = makeLoopDisk({ megabytes: MEGABYTES, mkfs: ['mkfs.ext4', '-q', ...mkfs] })
  try {
    return await use(disk)
  } finally {
    disk.remove()
  }
}
