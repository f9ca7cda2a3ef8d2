import type { ArchiveRelease } from '@apt2ostree/apt-index/index-stream'

/** What a release is known by. */
export type ReleaseNames = Pick<
  ArchiveRelease,
  'origin' | 'suite' | 'codename' | 'sourceSuite' | 'uri'
>

/** The origins whose suites go by their bare names; all others' have the origin added. */
const distributions = ['debian', 'debian-backports', 'ubuntu']

/**
 * Returns the id of a release in a lock: its suite's name, as in `bookworm-security` and
 * `noble-updates`, and the origin's where that is no distribution, as in `noble-docker`. It follows
 * from the release alone, so that it stays when other sources come, or other Release files.
 */
export function releaseId(release: ReleaseNames): string {
  const name = suiteName(release)
  const origin = slug(release.origin)
  if (name !== '' && distributions.includes(origin)) return name
  const parts = [
    name,
    origin || (name === '' && !isLocal(release.uri) ? slug(release.uri) : ''),
    flatPath(release),
  ]
  return parts.filter((part, at) => isNews(part, parts.slice(0, at))).join('-') || 'release'
}

/** Ubuntu's pockets differ by Suite, Debian's by Codename, and `X/updates` by neither. */
function suiteName(release: ReleaseNames): string {
  const { suite, codename, sourceSuite } = release
  const own = codename === '' || suite.startsWith(`${codename}-`) ? suite || codename : codename
  if (isFlat(release)) return words(own)
  const below = /\/.*$/.exec(sourceSuite)?.[0] ?? ''
  if (own === '') return words(sourceSuite)
  return words(own.endsWith(below) ? own : own + below)
}

function isFlat({ sourceSuite }: ReleaseNames): boolean {
  return sourceSuite.endsWith('/')
}

function flatPath(release: ReleaseNames): string {
  return isFlat(release) ? slug(release.sourceSuite.replace(/^(\.?\/)+/, '')) : ''
}

function isNews(part: string, before: readonly string[]): boolean {
  return part !== '' && !`-${before.join('-')}-`.includes(`-${part}-`)
}

function words(text: string): string {
  return text.replace(/[ \t]+/g, '-')
}

/** Returns whether an archive is on this machine's own disk, so that its address says nothing elsewhere. */
export function isLocal(uri: string): boolean {
  return /^[a-z+]*(file|copy|cdrom):/i.test(uri)
}

/** Returns a text as a part of an id: `obs://build.example.org/a` as `build.example.org-a`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/+/, '')
    .replace(/[^a-z0-9.+]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
