import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { parseElfArchitecture } from './elf-architecture.js'
import { resolvePath } from './resolve-path.js'

/** The program that scripts are run with. */
export const shell = '/bin/sh'

/**
 * Debian's name of the architecture that the programs in the tree of a commit are for, as its shell
 * tells; undefined when there is no shell, or one of an architecture without a name.
 */
export function readTreeArchitecture(repo: Repo, rev: Checksum): string | undefined {
  const entry = resolvePath(repo, repo.readRoot(rev), shell)?.entry
  if (entry?.type !== 'file') return undefined
  return parseElfArchitecture(repo.openFile(entry.checksum).readAll())
}
