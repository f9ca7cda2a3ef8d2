import { parentPort, workerData } from 'node:worker_threads'
import { FileImporter } from './import/file-importer.js'
import { importShares } from './import/shared-files.js'
import type { HelperSetup } from './import-helper.js'
import { joinTransaction } from './transaction/transaction.js'

/** The program of a worker thread: imports its share of a directory's files, says so, and ends. */
const { repoPath, handle, options, files } = workerData as HelperSetup
await importShares(files, new FileImporter(joinTransaction(repoPath, handle), options))
parentPort?.postMessage('done')
