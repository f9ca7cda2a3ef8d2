import { staticGroupId, staticUserId } from '@apt2ostree/account-ids'
import type { TarEntry } from '@apt2ostree/deb-ar'
import { encodeBytes } from '@apt2ostree/deb822'

/** Where a layer keeps what {@link OwnerNames} gathered, by the name of its info files. */
export const ownersFolder = 'var/lib/dpkg/owners'

/** A user and a group by their numbers. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Whose the entries of a data.tar are. dpkg goes by the names in the tar, and by the numbers only where the system has no
 * such account (tar_entry_update_from_system in lib/dpkg/tarfn.c). What base-passwd gives every system is known here; a
 * name that some package makes is kept, for the image's own accounts to decide once they are there.
 */
export class OwnerNames {
  readonly #open: string[] = []

  /** Returns an entry's owner as far as it is known, and notes names that are not. */
  resolve(entry: TarEntry, path: string): Owner {
    const { userName, groupName } = entry
    const [uid, gid] = [staticUserId(userName), staticGroupId(groupName)]
    const [isUserOpen, isGroupOpen] = [
      uid === undefined && userName !== '',
      gid === undefined && groupName !== '',
    ]
    if (isUserOpen || isGroupOpen) {
      const names = [isUserOpen ? userName : '-', isGroupOpen ? groupName : '-']
      const mode = entry.type === 'symlink' ? '-' : (entry.mode & 0o7777).toString(8)
      this.#open.push([...names, mode, `/${path}`].join('\t'))
    }
    return { uid: uid ?? entry.uid, gid: gid ?? entry.gid }
  }

  /**
   * Returns a line for each entry with a name that is not known: `USER TAB GROUP TAB MODE TAB PATH`, `-` for what is, the
   * path as the layer has it. Undefined where there is none.
   */
  format(): Uint8Array | undefined {
    if (this.#open.length === 0) return undefined
    return encodeBytes(this.#open.map((line) => `${line}\n`).join(''))
  }
}
