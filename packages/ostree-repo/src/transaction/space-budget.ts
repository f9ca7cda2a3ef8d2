import { statfsSync } from 'node:fs'
import { OstreeRepoError } from '../errors.js'
import type { RepoConfig } from '../store/repo-config.js'

/** Free space is asked for again after this many bytes. */
const RECHECK_BYTES = 16 * 1024 * 1024

/** Refuses writes that would leave less free space than the repo's config reserves. */
export class SpaceBudget {
  readonly #path: string
  readonly #reserve: RepoConfig['minFreeSpace']
  #unchecked = RECHECK_BYTES

  constructor(path: string, reserve: RepoConfig['minFreeSpace']) {
    this.#path = path
    this.#reserve = reserve
  }

  /** Accounts for `bytes` that are about to be written. Throws ERR_OSTREE_NO_SPACE. */
  spend(bytes: number): void {
    this.#unchecked += bytes
    if (this.#unchecked < RECHECK_BYTES) return
    this.#unchecked = 0
    const { bavail, blocks, bsize } = statfsSync(this.#path)
    const reserved =
      'bytes' in this.#reserve
        ? this.#reserve.bytes
        : Math.floor((blocks * bsize * this.#reserve.percent) / 100)
    if (reserved <= 0 || bavail * bsize - bytes >= reserved) return
    throw new OstreeRepoError(
      'ERR_OSTREE_NO_SPACE',
      `cannot write to repo "${this.#path}": ${bytes} bytes would leave less than the ` +
        `${reserved} bytes that core.min-free-space reserves`,
      { hint: 'free some space, or lower core.min-free-space-percent in its config' },
    )
  }
}
