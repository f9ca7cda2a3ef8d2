import { readFile } from 'node:fs/promises'
import type { Checksum, Repo, TreeRef } from '@apt2ostree/ostree-repo'
import { ImageTree, writeTree } from '@apt2ostree/ostree-tree'
import { changeTree } from '@apt2ostree/sandbox'
import type { TextSource } from '@apt2ostree/treefile'
import { changeFiles } from './change-files.js'
import { changesFiles, type ImageChanges, runsCommands } from './changes.js'
import { CustomizeError } from './errors.js'
import { planWork, type Script } from './plan-work.js'

export interface CustomizeOptions {
  readonly repo: Repo
  /** The commit of the configured tree. */
  readonly rev: Checksum
  readonly changes: ImageChanges
  /** What scripts take for now, in seconds since 1970. */
  readonly sourceDateEpoch: number
  readonly signal?: AbortSignal
  /** Called before each command. */
  readonly onStep?: (label: string, index: number, total: number) => void
  /** Called with all that commands print. */
  readonly onOutput?: (chunk: Buffer) => void
}

/**
 * The root of a configured tree with an image's own changes: files removed, files added, then what
 * is run inside. No ref moves. Throws CustomizeError and the sandbox's errors.
 */
export async function customizeTree(options: CustomizeOptions): Promise<TreeRef> {
  const { repo, rev, changes } = options
  const scripts = await Promise.all(changes.postprocess.map(readScript))
  const edited = changesFiles(changes) ? await editFiles(options) : rev
  if (!runsCommands(changes)) return repo.readRoot(edited)
  return repo.transaction((transaction) =>
    changeTree({
      repo,
      transaction,
      rev: edited,
      work: planWork(changes, scripts, options.sourceDateEpoch),
      ...(options.signal && { signal: options.signal }),
      ...(options.onStep && { onCommand: options.onStep }),
      ...(options.onOutput && { onOutput: options.onOutput }),
    }),
  )
}

/** Commits the tree without a ref, for commands start from a commit. */
async function editFiles({ repo, rev, changes }: CustomizeOptions): Promise<Checksum> {
  const tree = new ImageTree(repo, repo.readRoot(rev))
  await changeFiles(tree, changes)
  return repo.transaction((transaction) => {
    const root = writeTree(tree, transaction)
    return transaction.writeCommit({ rootTree: root.tree, rootMeta: root.meta })
  })
}

async function readScript(source: TextSource, index: number): Promise<Script> {
  if ('text' in source) return { label: `postprocess script ${index + 1}`, text: source.text }
  try {
    return { label: `"${source.path}"`, text: await readFile(source.path, 'utf8') }
  } catch (cause) {
    throw new CustomizeError(`cannot run "${source.path}" in the image`, { cause })
  }
}
