import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { displayText } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import type { Repo } from '@apt2ostree/ostree-repo'
import { writeDatabaseLayer } from './database-layer.js'
import type { Layer } from './import-deb.js'
import { type ImportOptions, runImports } from './import-debs.js'
import { formatLayerRef } from './package-identity.js'
import { obtainDeb, type PoolOptions } from './pool.js'
import { runLimited } from './run-limited.js'
import { expectsUsrMerge } from './usr-merge.js'

/** How far unpacking is. */
export interface UnpackProgress {
  readonly receivedBytes: number
  readonly totalBytes: number
  readonly importedDebs: number
  readonly totalDebs: number
}

/** How a lockfile's packages become layers. */
export interface UnpackOptions
  extends Omit<ImportOptions, 'usrMerge'>,
    Omit<PoolOptions, 'directory'> {
  /** Lay the files out for a merged /usr. Default: as the lock's releases expect. */
  readonly usrMerge?: boolean
  /** Where .debs are kept. Default: nowhere, they are fetched into the repo's tmp and removed. */
  readonly pool?: string
  readonly onProgress?: (progress: UnpackProgress) => void
}

/** The layers of a lockfile. */
export interface UnpackedLock {
  /** One for each package, in lock order. */
  readonly layers: readonly Layer[]
  /** The dpkg database of them all. */
  readonly database: Layer
}

/** Connections kept busy at once: more gain little with one archive, and archives dislike them. */
const connections = 4

/**
 * Imports all packages of a lockfile that the repo does not have yet and returns the layers of all. Throws
 * FetchError, WorkerError or LayerError; no ref is set then.
 */
export async function unpackLock(
  repo: Repo,
  lock: Lockfile,
  options: UnpackOptions,
): Promise<UnpackedLock> {
  const usrMerge =
    options.usrMerge ?? lock.releases.every(({ codename }) => expectsUsrMerge(codename))
  const refs = new Map(lock.packages.map((pkg) => [pkg, formatLayerRef(pkg, usrMerge)]))
  const missing = lock.packages.filter((pkg) => repo.readRef(refs.get(pkg) ?? '') === undefined)
  if (missing.length > 0) await importMissing(repo, lock, missing, { ...options, usrMerge })
  const layers = [...refs.values()].map((ref) => ({ ref, commit: repo.resolveRev(ref) }))
  return { layers, database: await writeDatabaseLayer(repo, lock, layers, usrMerge) }
}

async function importMissing(
  repo: Repo,
  lock: Lockfile,
  missing: readonly LockedPackage[],
  options: UnpackOptions & ImportOptions,
): Promise<void> {
  const { pool, onProgress = () => undefined } = options
  const directory = pool ?? mkdtempSync(join(repo.path, 'tmp', 'deb2ostree-'))
  const progress = new Progress(missing, onProgress)
  const largestFirst = [...missing].sort((a, b) => b.size - a.size)
  try {
    mkdirSync(directory, { recursive: true })
    await runImports(repo, options, async (importOne) => {
      const imports: Promise<unknown>[] = []
      await runLimited(largestFirst, connections, async (pkg) => {
        const path = await obtainDeb(pkg, lock, { ...options, directory }, (received) =>
          progress.received(pkg, received),
        )
        const label = displayText(pkg.filename)
        imports.push(importOne({ path, label, sha256: pkg.sha256 }).then(() => progress.imported()))
      })
      await Promise.all(imports)
    })
  } finally {
    if (pool === undefined) rmSync(directory, { recursive: true, force: true })
  }
}

class Progress {
  readonly #received = new Map<LockedPackage, number>()
  readonly #packages: readonly LockedPackage[]
  readonly #report: (progress: UnpackProgress) => void
  #imported = 0

  constructor(packages: readonly LockedPackage[], report: (progress: UnpackProgress) => void) {
    this.#packages = packages
    this.#report = report
  }

  received(pkg: LockedPackage, bytes: number): void {
    this.#received.set(pkg, bytes)
    this.#notify()
  }

  imported(): void {
    this.#imported += 1
    this.#notify()
  }

  #notify(): void {
    const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
    this.#report({
      receivedBytes: sum(this.#received.values()),
      totalBytes: sum(this.#packages.map(({ size }) => size)),
      importedDebs: this.#imported,
      totalDebs: this.#packages.length,
    })
  }
}
