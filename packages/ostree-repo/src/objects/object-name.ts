import type { Checksum } from './checksum.js'
import type { RepoMode } from './repo-mode.js'

/** The kinds of loose object that this package handles. */
export type ObjectType = 'commit' | 'dirtree' | 'dirmeta' | 'file'

/** What an object's name says. */
export interface ObjectId {
  readonly checksum: Checksum
  readonly type: ObjectType
}

/** `<checksum>.<type>`, the name of an object in messages. */
export function objectName(checksum: Checksum, type: ObjectType): string {
  return `${checksum}.${type}`
}

/** The file name of an object without its directory: its name with the mode's own extension. */
export function looseName(checksum: Checksum, type: ObjectType, mode: RepoMode): string {
  return `${checksum}.${type === 'file' && mode === 'archive' ? 'filez' : type}`
}

/** The path of an object below the repo's `objects`: the first two digits name a directory. */
export function loosePath(name: string): string {
  return `${name.slice(0, 2)}/${name.slice(2)}`
}

const loosePattern = /^([0-9a-f]{64})\.(commit|dirtree|dirmeta|filez?)$/

/** The object that a loose file name (without the slash) stands for, undefined for other names. */
export function parseLooseName(name: string): ObjectId | undefined {
  const [, checksum, extension] = loosePattern.exec(name) ?? []
  if (checksum === undefined || extension === undefined) return undefined
  return {
    checksum: checksum as Checksum,
    type: extension === 'filez' ? 'file' : (extension as ObjectType),
  }
}
