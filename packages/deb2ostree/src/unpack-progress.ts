import type { LockedPackage } from '@apt2ostree/lockfile'

/** How far unpacking is. */
export interface UnpackProgress {
  readonly receivedBytes: number
  readonly totalBytes: number
  readonly importedDebs: number
  readonly totalDebs: number
}

/** Adds up what is told of single packages and reports the sum. */
export class ProgressCount {
  readonly #received = new Map<LockedPackage, number>()
  readonly #report: (progress: UnpackProgress) => void
  readonly #totalBytes: number
  readonly #totalDebs: number
  #receivedBytes = 0
  #importedDebs = 0

  constructor(packages: readonly LockedPackage[], report: (progress: UnpackProgress) => void) {
    this.#totalBytes = packages.reduce((total, { size }) => total + size, 0)
    this.#totalDebs = packages.length
    this.#report = report
  }

  /** Notes how many bytes of a package are there by now. */
  received(pkg: LockedPackage, bytes: number): void {
    this.#receivedBytes += bytes - (this.#received.get(pkg) ?? 0)
    this.#received.set(pkg, bytes)
    this.#notify()
  }

  /** Notes that one more package is a layer. */
  imported(): void {
    this.#importedDebs += 1
    this.#notify()
  }

  #notify(): void {
    this.#report({
      receivedBytes: this.#receivedBytes,
      totalBytes: this.#totalBytes,
      importedDebs: this.#importedDebs,
      totalDebs: this.#totalDebs,
    })
  }
}
