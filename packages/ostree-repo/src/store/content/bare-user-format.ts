import { fchmodSync, futimesSync, readFileSync, statSync } from 'node:fs'
import { OstreeRepoError } from '../../errors.js'
import { decodeBareUserMeta, encodeBareUserMeta } from '../../objects/file-header.js'
import { isSymlink } from '../../objects/file-mode.js'
import { readXattr, writeXattr } from '../native-xattrs.js'
import type { ContentFormat } from './content-format.js'
import { createPlainFile, openPlainFile, openSymlink } from './plain-file.js'

/** The attribute that holds owner, mode and xattrs; libostree's ostree-core-private.h. */
const ATTRIBUTE = 'user.ostreemeta'

/**
 * Mode bare-user: regular files, owned by whoever runs the program, with the real metadata in an
 * attribute. A symlink is a file that holds its target and a NUL; libostree's
 * ostree-repo-commit.c, commit_loose_regfile_object and write_content_object.
 */
export const bareUserFormat: ContentFormat = {
  create(path, header) {
    const writer = createPlainFile(path, (fd) => {
      writeXattr(path, ATTRIBUTE, encodeBareUserMeta(header))
      futimesSync(fd, 0, 0)
      fchmodSync(fd, isSymlink(header.mode) ? 0o644 : (header.mode & 0o775) | 0o400)
    })
    if (header.symlinkTarget !== undefined) {
      writer.write(Buffer.from(`${header.symlinkTarget}\0`, 'latin1'))
    }
    return writer
  },

  open(path) {
    const stats = statSync(path)
    const attribute = readXattr(path, ATTRIBUTE)
    if (attribute === undefined) {
      throw new OstreeRepoError('ERR_OSTREE_XATTR', `it has no ${ATTRIBUTE} attribute`)
    }
    const header = decodeBareUserMeta(attribute, () => readTarget(path))
    return isSymlink(header.mode) ? openSymlink(header) : openPlainFile(path, header, stats)
  },
}

function readTarget(path: string): string {
  const content = readFileSync(path, 'latin1')
  return content.endsWith('\0') ? content.slice(0, -1) : content
}
