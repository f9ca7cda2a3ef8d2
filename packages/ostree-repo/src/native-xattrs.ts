import { getAttributeSync, listAttributesSync, setAttributeSync } from '@napi-rs/xattr'
import { OstreeRepoError } from './errors.js'

/**
 * The value of an extended attribute of `path` itself (symlinks are not followed); undefined when it
 * has none or when there is no such path.
 */
export function readXattr(path: string, name: string): Buffer | undefined {
  return attempt('read', path, () => getAttributeSync(path, name) ?? undefined)
}

/** All extended attributes of `path` itself. */
export function readXattrs(path: string): [name: Buffer, value: Buffer][] {
  return attempt('read', path, () =>
    listAttributesSync(path).map((name) => [
      Buffer.from(name),
      getAttributeSync(path, name) ?? Buffer.alloc(0),
    ]),
  )
}

/** Sets an extended attribute of `path` itself. */
export function writeXattr(path: string, name: string, value: Buffer): void {
  attempt('set', path, () => setAttributeSync(path, name, value))
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
