import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatStanza, parseStanza } from '@apt2ostree/deb822'
import { type LockedPackage, type Lockfile, packageFromStanza } from '@apt2ostree/lockfile'
import type { Repo } from '@apt2ostree/ostree-repo'
import { buildDeb, controlText, type DebOptions } from '@apt2ostree/testkit'
import { onTestFinished } from 'vitest'
import { type UnpackedLock, type UnpackOptions, unpackLock } from '../src/index.js'

/** A .deb to build, and how it is locked. */
export interface TestDeb extends DebOptions {
  readonly automatic?: boolean
}

/** A pool of .debs on disk and the lockfile that holds them. */
export interface TestPool {
  readonly directory: string
  readonly paths: readonly string[]
  readonly lock: Lockfile
}

/** Builds .debs into a new directory, which is removed when the test ends. */
export function buildPool(debs: readonly TestDeb[], lock: Partial<Lockfile> = {}): TestPool {
  const directory = mkdtempSync(join(tmpdir(), 'deb2ostree-pool-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const built = debs.map((deb, index) => {
    const path = join(directory, `${index}.deb`)
    const bytes = buildDeb(deb)
    writeFileSync(path, bytes)
    return { path, pkg: lockPackage(deb, bytes, `pool/${index}.deb`) }
  })
  return {
    directory,
    paths: built.map(({ path }) => path),
    lock: lockOf(
      built.map(({ pkg }) => pkg),
      lock,
    ),
  }
}

/** Returns a lockfile for amd64 of these packages. */
export function lockOf(packages: readonly LockedPackage[], lock: Partial<Lockfile> = {}): Lockfile {
  const options = { recommends: false, essential: false, required: false, exclude: [] }
  const empty = { foreignArchitectures: [], requests: [], options, releases: [] } as const
  return { version: 1, architecture: 'amd64', ...empty, packages, ...lock }
}

/** Unpacks a pool's lockfile; nothing is fetched. */
export function unpackPool(
  repo: Repo,
  { lock, directory }: TestPool,
  options: Partial<UnpackOptions> = {},
): Promise<UnpackedLock> {
  return unpackLock(repo, lock, {
    jobs: 2,
    archives: async () => ({ mirrors: [], sources: [] }),
    pool: directory,
    ...options,
  })
}

function lockPackage(deb: TestDeb, bytes: Buffer, filename: string): LockedPackage {
  const control = parseStanza(controlText(deb.fields))
  const stanza = formatStanza([
    ...control.fields(),
    ['Filename', filename],
    ['Size', String(bytes.length)],
    ['SHA256', createHash('sha256').update(bytes).digest('hex')],
  ])
  return packageFromStanza(parseStanza(stanza), { automatic: deb.automatic ?? false })
}
