import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Repo } from '@apt2ostree/ostree-repo'
import type { Layer } from './import-deb.js'
import type { ImportJob } from './import-job.js'
import { ImportWorkers } from './import-workers.js'
import type { Jobserver } from './jobserver.js'
import { withTasks } from './with-tasks.js'

/** How layers are made. */
export interface ImportOptions {
  /** Lay the files out for a merged /usr. */
  readonly usrMerge: boolean
  /** Worker threads. */
  readonly jobs: number
  /** Asked for leave before each import, where the build shares its cores with others. */
  readonly jobserver?: Jobserver
  readonly signal?: AbortSignal
}

/** Bytes of .debs that are imported before a thread has started. */
const fewBytes = 1 << 19

/** Imports a .deb; the layers' refs are set when all is done. */
export type ImportOne = (job: Omit<ImportJob, 'usrMerge'>) => Promise<Layer>

/**
 * Imports .debs into the repo and returns their layers, in the order given. All layers appear together or none does.
 * Throws DebError or LayerError for the first .deb that can't be imported, and Node's error for one that isn't there.
 */
export async function importDebs(
  repo: Repo,
  paths: readonly string[],
  options: ImportOptions,
): Promise<Layer[]> {
  const layers = new Map<string, Layer>()
  const sizes = [...new Set(paths)].map((path) => ({ path, size: statSync(path).size }))
  const largestFirst = sizes.sort((a, b) => b.size - a.size)
  await runImports(repo, largestFirst, options, async (importOne) => {
    const imports = largestFirst.map(async ({ path }) => {
      layers.set(path, await importOne({ path, label: path }))
    })
    await Promise.all(imports)
  })
  return paths.flatMap((path) => layers.get(path) ?? [])
}

/**
 * Runs `work`, which imports these .debs, with one transaction, and with worker threads where there is enough for them
 * to do: the refs of all that it imports are set when it returns, and nothing is kept where it throws or the signal is
 * aborted. It may make a directory `scratch`, which is gone in the end as the rest of the transaction is: after a
 * `kill -9`, with the next one.
 */
export async function runImports(
  repo: Repo,
  debs: readonly { readonly size: number }[],
  options: ImportOptions,
  work: (importOne: ImportOne, scratch: string) => Promise<void>,
): Promise<void> {
  const { jobs, jobserver, usrMerge, signal } = options
  const totalBytes = debs.reduce((sum, { size }) => sum + size, 0)
  const isMuch = totalBytes > fewBytes
  await repo.transaction(async (tx) => {
    const workers = new ImportWorkers({ repoPath: repo.path, handle: tx.handle })
    const run = async (job: ImportJob, either: AbortSignal) => {
      if (isMuch) return workers.import(job, either)
      const { runImportJob } = await import('./import-job.js')
      return runImportJob(repo, tx, job)
    }
    try {
      await withTasks(isMuch ? jobs : 1, signal, (runTask) => {
        const importOne: ImportOne = (job) =>
          runTask(async (either) => {
            const slot = await jobserver?.acquire(either)
            try {
              const layer = await run({ ...job, usrMerge }, either)
              tx.setRef(layer.ref, layer.commit)
              return layer
            } finally {
              slot?.release()
            }
          })
        return work(importOne, join(repo.path, 'tmp', tx.handle, 'scratch'))
      })
    } finally {
      await workers.close()
    }
  })
}
