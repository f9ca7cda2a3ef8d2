import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { type Outcome, out, type RunOptions, sh } from '../src/run.js'

/** A small image that is built again and again, each time with all that it writes in one folder. */
export interface DiskImage {
  readonly archive: ChangingArchive
  /** The commit that an undisturbed build gives. */
  readonly checksum: string
  /** Builds in a folder, which also gets the downloads, the cache and the temporary files. */
  build(folder: string, options?: RunOptions): Promise<Outcome>
  remove(): Promise<void>
}

/** Serves the essential packages and two of our own, and builds their image once. */
export async function makeDiskImage(): Promise<DiskImage> {
  const folder = mkdtempSync(join(tmpdir(), 'disk-image-'))
  const archive = await serveChangingArchive(folder)
  await archive.publish([
    {
      fields: { Package: 'large', Architecture: 'all' },
      files: [{ path: './usr/large', content: Buffer.alloc(4 << 20, 'large ') }],
    },
    {
      fields: { Package: 'scripted', Architecture: 'all' },
      files: [{ path: './usr/scripted', content: 'scripted\n' }],
      controlFiles: { postinst: '#!/bin/sh\nset -e\nhead -c 3000000 /dev/zero > /var/made\n' },
    },
  ])
  const text = `ref: os/disk\nsources: ['${archive.source}']\nrequired: false\npackages: [large, scripted]\n`
  const build: DiskImage['build'] = (where, options = {}) => {
    for (const name of ['cache', 'tmp']) mkdirSync(join(where, name), { recursive: true })
    writeFileSync(join(where, 'disk.yaml'), text)
    const env = { XDG_CACHE_HOME: join(where, 'cache'), TMPDIR: join(where, 'tmp'), ...options.env }
    return sh('apt2ostree build disk.yaml', { cwd: where, ...options, env })
  }
  const calm = join(folder, 'calm')
  mkdirSync(calm)
  const { status, stdout, stderr } = await build(calm)
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) })
  const checksum = stdout.trim().split('\t')[1] ?? ''
  return {
    archive,
    checksum,
    build,
    async remove() {
      await archive.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Expects one error in the house's words, and nothing left behind that the next run would trip over. */
export async function expectCleanFailure(
  folder: string,
  { status, stderr }: Outcome,
  reason: RegExp,
): Promise<void> {
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(reason) })
  expect(stderr).toMatch(/^apt2ostree: error: cannot /m)
  expect(stderr).not.toMatch(/internal error|^ +at /m)
  expect(await leftovers(folder)).toBe('')
}

/** Expects the commit of an undisturbed build, in a repo that ostree finds nothing wrong with. */
export async function expectSameImage(
  image: DiskImage,
  folder: string,
  options?: RunOptions,
): Promise<void> {
  const { status, stdout, stderr } = await image.build(folder, options)
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) })
  expect(stdout.trim()).toBe(`os/disk\t${image.checksum}`)
  expect(await leftovers(folder)).toBe('')
  await out('ostree fsck --quiet --repo=repo', { cwd: folder })
}

/** Temporary files beside the documented caches, a line each. */
function leftovers(cwd: string): Promise<string> {
  const places =
    'find tmp -mindepth 1; find repo/tmp -mindepth 1 -not -path "repo/tmp/cache*"; ls -A'
  const known = 'cache|tmp|pool|repo|disk\\.(yaml|lock|ids)|\\.ballast|lost\\+found|aquota.user'
  return out(`{ ${places}; } 2>/dev/null | grep -vxE '${known}' || true`, { cwd })
}
