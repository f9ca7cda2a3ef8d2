import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { out, sh } from '../src/run.js'
import { type DiskImage, expectSameImage, makeDiskImage } from './disk-image.js'
import { canMount } from './loop-disk.js'

let image: DiskImage
let folder: string

beforeAll(async () => {
  if (!canMount) return
  image = await makeDiskImage()
  folder = mkdtempSync(join(tmpdir(), 'read-only-'))
  await expectSameImage(image, folder)
  await out('rm repo/refs/heads/os/disk', { cwd: folder })
  const repo = join(folder, 'repo')
  execFileSync('mount', ['--bind', repo, repo])
  execFileSync('mount', ['-o', 'remount,bind,ro', repo])
}, 300_000)

afterAll(async () => {
  if (!canMount) return
  execFileSync('umount', [join(folder, 'repo')])
  await expectSameImage(image, folder)
  rmSync(folder, { recursive: true })
  await image.remove()
}, 120_000)

describe.skipIf(!canMount)('a repo that is mounted read-only, which root may do', () => {
  it.each([
    'ostree-repo refs --repo repo',
    'ostree-repo ls --repo repo deb/images/disk/configured /etc',
    'ostree-repo cat --repo repo deb/images/disk/configured /usr/scripted',
    'ostree-repo checkout --repo repo deb/images/disk/configured tree && rm -r tree',
    'ostree-repo fsck --repo repo',
    'deb2ostree refs --lock disk.lock',
  ])('is read: %s', { timeout: 120_000 }, async (line) => {
    await out(line, { cwd: folder })
  })

  it.each([
    'apt2ostree build disk.yaml',
    'deb2ostree unpack --repo repo --lock disk.lock --pool pool',
    'ostree-union --repo repo --branch x deb/images/disk/unpacked',
    'dpkg-configure --repo repo --branch x deb/images/disk/unpacked',
    'ostree-finalize --repo repo --branch x deb/images/disk/configured',
    'ostree-repo commit --repo repo --branch x tmp',
  ])('is not written to: %s', { timeout: 120_000 }, async (line) => {
    const { status, stderr } = await sh(line, { cwd: folder })
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/error: cannot .*read-only file system/i),
    })
    expect(stderr).not.toMatch(/internal error|^ +at /m)
  })
})
