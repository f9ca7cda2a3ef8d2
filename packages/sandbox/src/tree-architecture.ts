import { posix } from 'node:path'
import { type Checksum, lookupPath, type Repo, type StoredContent } from '@apt2ostree/ostree-repo'
import { parseElfArchitecture } from './elf-architecture.js'

/** The program that scripts are run with. */
export const shell = '/bin/sh'

/** As many as the kernel follows in one path, see path_resolution(7). */
const mostSymlinks = 40

/**
 * Debian's name of the architecture that the programs in the tree of a commit are for, as its shell
 * tells; undefined when there is no shell, or one of an architecture without a name.
 */
export function readTreeArchitecture(repo: Repo, rev: Checksum): string | undefined {
  const content = findFile(repo, rev, shell)?.readAll()
  return content && parseElfArchitecture(content)
}

/** The file that a path leads to when symlinks are followed inside the tree. */
function findFile(repo: Repo, rev: Checksum, path: string): StoredContent | undefined {
  const root = repo.readRoot(rev)
  let pending = path.split('/').filter(Boolean)
  let at = '/'
  for (let followed = 0; followed <= mostSymlinks; ) {
    const [name, ...rest] = pending
    if (name === undefined) return undefined
    const next = posix.join(at, name)
    const entry = lookupPath(repo, root, next)
    if (entry === undefined) return undefined
    const file = entry.type === 'file' ? repo.openFile(entry.checksum) : undefined
    const target = file?.header.symlinkTarget
    if (target !== undefined) {
      followed += 1
      pending = [...posix.resolve(at, target).split('/').filter(Boolean), ...rest]
      at = '/'
    } else if (rest.length === 0) {
      return file
    } else {
      pending = rest
      at = next
    }
  }
  return undefined
}
