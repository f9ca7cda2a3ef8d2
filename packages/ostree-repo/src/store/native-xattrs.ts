import { createRequire } from 'node:module'
import type * as Xattr from '@napi-rs/xattr'
import { OstreeRepoError } from '../errors.js'

let loaded: typeof Xattr | undefined

/** Loaded when it is first asked for: what reads no files of a repo can do without, and is quicker. */
function native(): typeof Xattr {
  loaded ??= createRequire(import.meta.url)('@napi-rs/xattr') as typeof Xattr
  return loaded
}

/**
 * The value of an extended attribute of `path` itself (symlinks are not followed); undefined when it
 * has none or when there is no such path.
 */
export function readXattr(path: string, name: string): Buffer | undefined {
  return attempt('read', path, () => native().getAttributeSync(path, name) ?? undefined)
}

/**
 * Returns all extended attributes of `path` itself that have a value: libostree leaves out what is
 * empty (libglnx's glnx-xattrs.c, read_xattr_name_array). Throws ERR_OSTREE_XATTR, also for a name that
 * is not UTF-8.
 */
export function readXattrs(path: string): [name: Buffer, value: Buffer][] {
  return attempt('read', path, () =>
    native()
      .listAttributesSync(path)
      .map((name): [Buffer, Buffer] => [
        Buffer.from(name),
        native().getAttributeSync(path, name) ?? Buffer.alloc(0),
      ])
      .filter(([, value]) => value.length > 0),
  )
}

/** Sets an extended attribute of `path` itself. Throws ERR_OSTREE_XATTR. */
export function writeXattr(path: string, name: string, value: Buffer): void {
  const hint = 'a repo of mode archive needs no extended attributes'
  attempt('set', path, () => native().setAttributeSync(path, name, value), hint)
}

function attempt<T>(verb: string, path: string, action: () => T, hint?: string): T {
  try {
    return action()
  } catch (cause) {
    const message = `cannot ${verb} extended attributes of "${path}"`
    throw new OstreeRepoError('ERR_OSTREE_XATTR', message, { cause, hint })
  }
}
