import type { Checksum, Repo, TreeEntry } from '@apt2ostree/ostree-repo'
import { formatTarHeader, padding, TAR_END } from './tar-format.js'

const PERMISSIONS = 0o7777

/**
 * Yields the tar of a layer. Files of equal content and metadata are hard links to the first of them,
 * as they are in a checkout; empty ones are not.
 */
export async function* layerTar(
  repo: Repo,
  entries: readonly TreeEntry[],
): AsyncGenerator<Uint8Array> {
  const written = new Map<Checksum, string>()
  for (const entry of entries) {
    const path = entry.path === '/' ? '.' : entry.path.slice(1)
    if (entry.type === 'directory') {
      const { uid, gid, mode, xattrs } = repo.readDirMeta(entry.meta)
      yield formatTarHeader({
        ...{ path, type: 'directory', uid, gid, size: 0, xattrs },
        mode: mode & PERMISSIONS,
      })
      continue
    }
    const stored = repo.openFile(entry.checksum)
    const { header, size } = stored
    const { uid, gid, mode, xattrs, symlinkTarget: target } = header
    const common = { path, uid, gid, mode: mode & PERMISSIONS }
    if (target !== undefined) {
      yield formatTarHeader({ ...common, type: 'symlink', target, size: 0, xattrs })
      continue
    }
    const first = written.get(entry.checksum)
    if (first !== undefined) {
      yield formatTarHeader({ ...common, type: 'hardlink', target: first, size: 0, xattrs: [] })
      continue
    }
    if (size > 0) written.set(entry.checksum, path)
    yield formatTarHeader({ ...common, type: 'file', size, xattrs })
    yield* stored.chunks()
    yield padding(size)
  }
  yield TAR_END
}
