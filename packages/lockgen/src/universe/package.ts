import { compareVersions } from '@apt2ostree/deb822'
import type { PackageVersion } from './package-version.js'

/** A name on one architecture, and the versions of it that archives offer. */
export class Package {
  readonly name: string
  readonly arch: string
  /** Newest first; those of one number but other contents in the order of their archives. */
  readonly versions: PackageVersion[] = []

  constructor(name: string, arch: string) {
    this.name = name
    this.arch = arch
  }

  /** Takes a version in; one that is known already gets the other's offers. */
  add(added: PackageVersion): void {
    const known = this.versions.find((version) => isSame(version, added))
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

/** One number and one content, as apt 3.0 tells versions apart; a content not known is the same. */
function isSame(a: PackageVersion, b: PackageVersion): boolean {
  if (a.version !== b.version) return false
  const [one, two] = [a, b].map(({ stanza }) => stanza.get('SHA256'))
  return one === undefined || two === undefined || one === two
}
