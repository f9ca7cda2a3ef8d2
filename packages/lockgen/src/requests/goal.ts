import type { Package } from '../universe/package.js'
import type { PackageVersion } from '../universe/package-version.js'

/** What to install, and by which rules. */
export interface Goal {
  /** Versions asked for, one list a request, in the order of the requests. */
  readonly wanted: readonly (readonly PackageVersion[])[]
  /** Packages that must stay out. */
  readonly excluded: readonly Package[]
  readonly recommends: boolean
}

/** A version of the answer. */
export interface Choice {
  readonly version: PackageVersion
  /** Whether it is there because others need it. */
  readonly isAutomatic: boolean
}
