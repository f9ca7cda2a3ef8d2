import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { Apt2ostreeError } from './errors.js'

/** The commit of a ref that an earlier step makes. Throws ERR_IMAGE_NOT_BUILT, naming that step. */
export function requireCommit(repo: Repo, ref: string, step: string): Checksum {
  const checksum = repo.readRef(ref)
  if (checksum !== undefined) return checksum
  throw new Apt2ostreeError('ERR_IMAGE_NOT_BUILT', `cannot find ref "${ref}" in "${repo.path}"`, {
    hint: `run: apt2ostree ${step}`,
  })
}
