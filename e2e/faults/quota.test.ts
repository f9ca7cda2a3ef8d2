import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { makePlainUser, type PlainUser } from '../src/plain-user.js'
import { type DiskImage, expectCleanFailure, expectSameImage, makeDiskImage } from './disk-image.js'
import { canMount, makeLoopDisk } from './loop-disk.js'

let image: DiskImage
let user: PlainUser

beforeAll(async () => {
  if (!canMount) return
  image = await makeDiskImage()
  user = makePlainUser('apt2ostree-quota')
}, 300_000)

afterAll(() => {
  user?.remove()
  return image?.remove()
})

describe.skipIf(!canMount)('a quota, which root may set', () => {
  it.each([1, 20, 45, 70, 100, 130])('of %i MiB', { timeout: 300_000 }, async (megabytes) => {
    const mkfs = ['mkfs.ext4', '-q', '-O', 'quota', '-E', 'quotatype=usrquota']
    const disk = makeLoopDisk({ megabytes: 800, mkfs, mountOptions: 'loop,usrquota' })
    const limit = (blocks: number) =>
      execFileSync('setquota', ['-u', user.name, '0', String(blocks), '0', '0', disk.root])
    try {
      const folder = join(disk.root, 'home')
      mkdirSync(folder)
      execFileSync('chown', [user.name, folder])
      limit(megabytes * 1024)
      const as = { user: user.name }
      await expectCleanFailure(folder, await image.build(folder, as), /quota exceeded/)
      limit(0)
      await expectSameImage(image, folder, as)
    } finally {
      disk.remove()
    }
  })
})
