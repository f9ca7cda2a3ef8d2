import { isSymlink, S_IFMT } from './file-mode.js'
import type { Xattrs } from './xattrs.js'

/**
 * The same file or directory with owner 0:0, no xattrs and no bits beyond 0755, as
 * `ostree commit --canonical-permissions` and mode bare-user-only have them; libostree's
 * ostree-repo-commit.c, _ostree_repo_commit_modifier_apply.
 */
export function canonicalPermissions<T extends { mode: number; xattrs: Xattrs }>(metadata: T): T {
  const { mode } = metadata
  return {
    ...metadata,
    uid: 0,
    gid: 0,
    mode: isSymlink(mode) ? mode : mode & (S_IFMT | 0o755),
    xattrs: [],
  }
}
