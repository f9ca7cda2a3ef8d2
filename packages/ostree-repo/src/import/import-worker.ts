import { parentPort, workerData } from 'node:worker_threads'
import { joinTransaction } from '../join-transaction.js'
import { FileImporter } from './file-importer.js'
import type { HelperSetup } from './import-helper.js'
import { importShares } from './shared-files.js'

/** The program of a worker thread: imports its share of a directory's files, says so, and ends. */
const { repoPath, handle, options, files } = workerData as HelperSetup
await importShares(files, new FileImporter(joinTransaction(repoPath, handle), options))
parentPort?.postMessage('done')
