import type { ArchiveIndex } from '../offers/archive-index.js'
import { matchesExpression } from './match-expression.js'

/** The keys of `release o=Debian,n=bookworm` in apt_preferences(5). */
const releaseKeys: Readonly<Record<string, (index: ArchiveIndex) => string>> = {
  a: ({ suite }) => suite,
  n: ({ codename }) => codename,
  v: ({ version = '' }) => version,
  o: ({ origin }) => origin,
  l: ({ label = '' }) => label,
  c: ({ component }) => component,
  b: ({ architecture }) => architecture,
}

/**
 * Returns whether an index is of the release meant: `*`, a suite or codename, a version that starts
 * with a digit, or `key=value` pairs (apt 2.6 versionmatch.cc).
 */
export function matchesRelease(index: ArchiveIndex, release: string): boolean {
  if (release === '*') return true
  if (!release.includes('=')) {
    const names = /^\d/.test(release) ? [index.version ?? ''] : [index.suite, index.codename]
    return names.some((name) => matchesExpression(release, name))
  }
  return release.split(',').every((pair) => {
    const [key = '', value = ''] = pair.trim().split(/=(.*)/s)
    const read = releaseKeys[key.trim().toLowerCase()]
    return read === undefined || matchesExpression(value.trim(), read(index))
  })
}

/** Returns whether an index comes from a host; none, or an empty one, means files of this machine. */
export function matchesOrigin(index: ArchiveIndex, host: string): boolean {
  return matchesExpression(host.replace(/^"(.*)"$/, '$1'), siteOf(index))
}

function siteOf({ uri }: ArchiveIndex): string {
  return /^[a-z+]+:\/\/([^/:]+)/.exec(uri)?.[1] ?? ''
}
