import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import { trimBlank } from '@apt2ostree/deb822'
import { matchesExpression } from './match-expression.js'

/** The keys of `release o=Debian,n=bookworm` in apt_preferences(5). */
const releaseKeys: Readonly<Record<string, (index: ArchiveIndex) => string>> = {
  a: ({ suite }) => suite,
  n: ({ codename }) => codename,
  v: ({ version }) => version,
  o: ({ origin }) => origin,
  l: ({ label }) => label,
  c: ({ component }) => component,
  b: ({ architecture }) => architecture,
}

/**
 * Returns whether an index is of the release meant: `*`, a suite or codename, a version that starts
 * with a digit, or `key=value` pairs, of which at least one must be known and each known one must
 * hold, the last of each key. What a Release file does not say matches nothing, not even `*`
 * (apt 2.6 versionmatch.cc, pkgVersionMatch).
 */
export function matchesRelease(index: ArchiveIndex, release: string): boolean {
  if (release === '*') return true
  if (!release.includes('=')) {
    const names = /^\d/.test(release) ? [index.version] : [index.suite, index.codename]
    return names.some((name) => matchesField(release, name))
  }
  const wanted = new Map<string, string>()
  for (const pair of release.split(',').map(trimBlank)) {
    const key = pair[1] === '=' && pair.length > 2 ? pair.slice(0, 1).toLowerCase() : ''
    if (key in releaseKeys) wanted.set(key, pair.slice(2))
  }
  return (
    wanted.size > 0 &&
    [...wanted].every(([key, value]) => matchesField(value, releaseKeys[key]?.(index) ?? ''))
  )
}

function matchesField(expression: string, value: string): boolean {
  return value !== '' && matchesExpression(expression, value)
}

/** Returns whether an index comes from a host; none, or an empty one, means files of this machine. */
export function matchesOrigin(index: ArchiveIndex, host: string): boolean {
  return matchesExpression(host.replace(/^"(.*)"$/, '$1'), siteOf(index))
}

function siteOf({ uri }: ArchiveIndex): string {
  return /^[a-z+]+:\/\/([^/:]+)/.exec(uri)?.[1] ?? ''
}
