import { createRequire } from 'node:module'
import type * as Xattr from '@napi-rs/xattr'
import { OstreeRepoError } from './errors.js'

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

/** All extended attributes of `path` itself. */
export function readXattrs(path: string): [name: Buffer, value: Buffer][] {
  return attempt('read', path, () =>
    native()
      .listAttributesSync(path)
      .map((name) => [Buffer.from(name), native().getAttributeSync(path, name) ?? Buffer.alloc(0)]),
  )
}

/** Sets an extended attribute of `path` itself. */
export function writeXattr(path: string, name: string, value: Buffer): void {
  attempt('set', path, () => native().setAttributeSync(path, name, value))
}

function attempt<T>(verb: string, path: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw new OstreeRepoError(
      'ERR_OSTREE_XATTR',
      `cannot ${verb} extended attributes of "${path}"`,
      { cause, hint: 'a repo of mode archive needs no extended attributes' },
    )
  }
}
