import { parseStanzas, type Stanza } from '@apt2ostree/deb822'
import { invalid } from './errors.js'
import { parseHeader } from './header.js'
import { packageFromStanza } from './locked-package.js'
import { compareLockedPackages, type LockedPackage, type Lockfile } from './lockfile.js'

/**
 * Returns the lock that `text` (a byte string) holds: a lockfile, or one of the old apt2ostree,
 * which is Packages stanzas without a header; its requests are unknown and thus empty.
 * Throws `LockfileError` for anything else, naming the line.
 */
export function parseLockfile(text: string): Lockfile {
  const [first, ...rest] = parseStanzas(text)
  if (first === undefined) throw invalid('lockfile is empty')
  // A stanza is asked for the fields it has: of two versions it would show the first.
  if (text.includes('\n<<<<<<< ')) throw invalid('lockfile has merge conflicts')
  if (first.get('Lockfile-Version') === undefined) return oldLock([first, ...rest])
  const header = parseHeader(first)
  const packages = readPackages(rest)
  const ids = new Set(header.releases.map(({ id }) => id))
  for (const { name, release, stanza } of packages) {
    if (release === undefined || ids.has(release)) continue
    throw invalid(`package ${name} at line ${stanza.line} names unknown release "${release}"`)
  }
  return { ...header, packages }
}

function readPackages(stanzas: readonly Stanza[]): LockedPackage[] {
  const packages = stanzas.map((stanza) =>
    packageFromStanza(stanza, {
      release: stanza.get('Release'),
      automatic: stanza.get('APT-Automatic') === 'yes',
    }),
  )
  packages.sort(compareLockedPackages)
  packages.forEach((locked, i) => {
    const previous = packages[i - 1]
    if (previous === undefined || compareLockedPackages(previous, locked) !== 0) return
    const { name, architecture, stanza } = locked
    throw invalid(`package ${name}:${architecture} comes twice, again at line ${stanza.line}`)
  })
  return packages
}

function oldLock(stanzas: readonly Stanza[]): Lockfile {
  const packages = readPackages(stanzas)
  const architectures = new Set(packages.map(({ architecture }) => architecture))
  architectures.delete('all')
  const [architecture, ...others] = architectures
  if (architecture === undefined || others.length > 0) {
    throw invalid(
      `cannot tell the native architecture of a lockfile without a header: ` +
        `its packages are for ${[...architectures].join(', ') || 'all'}`,
    )
  }
  return {
    version: 1,
    architecture,
    foreignArchitectures: [],
    requests: [],
    options: { recommends: false, essential: true, required: true, exclude: [] },
    releases: [],
    packages,
  }
}
