import { compareVersions } from '@apt2ostree/deb822'
import type { PackageVersion } from './package-version.js'

/** A name on one architecture, and the versions of it that archives offer. */
export class Package {
  readonly name: string
  readonly arch: string
  /** Newest first. */
  readonly versions: PackageVersion[] = []

  constructor(name: string, arch: string) {
    this.name = name
    this.arch = arch
  }

  /** Takes a version in; one that is known already gets the other's offers. */
  add(added: PackageVersion): void {
    const known = this.versions.find(({ version }) => version === added.version)
    if (known !== undefined) {
      known.offers.push(...added.offers)
      return
    }
    const older = this.versions.findIndex(
      ({ version }) => compareVersions(added.version, version) > 0,
    )
    this.versions.splice(older < 0 ? this.versions.length : older, 0, added)
  }
}
