import { ImportHelper } from '../import-helper.js'
import type { Transaction } from '../transaction/transaction.js'
import type { TreeRef } from '../tree/tree-entry.js'
import { FileImporter } from './file-importer.js'
import type { ImportOptions } from './import-options.js'
import { type ListedDirectory, listDirectory } from './list-directory.js'
import { checksumAt, importShares, type SharedFiles, shareFiles } from './shared-files.js'

/** From so many files on, a second thread saves more time than its start takes. */
const WORTH_A_HELPER = 1000

/**
 * Writes the directory `path` of this machine with all below it, and gives its tree.
 * Throws ERR_OSTREE_UNSUPPORTED_FILE, with the path, for devices, fifos and sockets, and
 * ERR_OSTREE_INVALID_TREE for names that are not UTF-8.
 */
export async function importDirectory(
  tx: Transaction,
  path: string,
  options: ImportOptions = {},
): Promise<TreeRef> {
  const paths: string[] = []
  const listed = listDirectory(path, paths)
  const files = shareFiles(paths)
  const importer = new FileImporter(tx, options)
  await importFiles(tx, files, importer, options)
  return writeDirectory(tx, listed, files, importer)
}

async function importFiles(
  { repoPath, handle }: Transaction,
  files: SharedFiles,
  importer: FileImporter,
  { signal, ...options }: ImportOptions,
): Promise<void> {
  if (files.paths.length < WORTH_A_HELPER) return importShares(files, importer, signal)
  const helper = new ImportHelper({ repoPath, handle, options, files })
  try {
    await importShares(files, importer, signal)
    await helper.done()
  } catch (error) {
    await helper.stop()
    throw error
  }
}

/** Writes the directories, bottom up, once all files are objects. */
function writeDirectory(
  tx: Transaction,
  { path, files: names, firstFile, dirs }: ListedDirectory,
  files: SharedFiles,
  importer: FileImporter,
): TreeRef {
  const tree = tx.writeDirTree({
    files: names.map((name, i) => [name, checksumAt(files, firstFile + i)]),
    dirs: dirs.map(([name, directory]) => {
      const child = writeDirectory(tx, directory, files, importer)
      return [name, child.tree, child.meta]
    }),
  })
  return { tree, meta: importer.importDirMeta(path) }
}
