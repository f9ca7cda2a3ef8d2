import { displayText, formatStanza } from '@apt2ostree/deb822'
import { parseConffiles } from './conffiles.js'
import { LayerError } from './errors.js'
import type { LayerMetadata } from './layer-metadata.js'
import { infoNameOf } from './package-identity.js'
import { formatStatusStanza } from './status-stanza.js'
import { formatTriggerFiles, parseTriggerInterests } from './triggers.js'

/** One package of the system whose database is written. */
export interface InstalledPackage {
  readonly metadata: LayerMetadata
  /** Whether it is there for others only. */
  readonly automatic: boolean
  /** Whether it waits until the others are configured: then dpkg does not know it yet. */
  readonly isDeferred: boolean
}

/** The system whose database is written. */
export interface InstalledSystem {
  readonly architecture: string
  readonly foreignArchitectures: readonly string[]
  /** In the order of dpkg's status file: by name, then architecture. */
  readonly packages: readonly InstalledPackage[]
}

/**
 * Returns the files of dpkg's and apt's databases by their paths, as byte strings: what a system is left with whose
 * packages were all unpacked and none configured. A fresh system has no statoverride and no available file.
 */
export function databaseFilesOf(system: InstalledSystem): Map<string, string> {
  const { architecture, foreignArchitectures, packages } = system
  const unpacked = packages.filter(({ isDeferred }) => !isDeferred)
  const interested = unpacked.map(({ metadata: { control, triggers = '' } }) => ({
    name: infoNameOf(control),
    interests: parseTriggerInterests(triggers),
  }))
  const triggerFiles = [...formatTriggerFiles(interested)].map(
    ([name, text]) => [`var/lib/dpkg/triggers/${name}`, text] as const,
  )
  const automatic = formatExtendedStates(system)
  return new Map([
    ['var/lib/dpkg/arch', lines([architecture, ...foreignArchitectures])],
    ['var/lib/dpkg/diversions', ''],
    ['var/lib/dpkg/info/format', '1\n'],
    ['var/lib/dpkg/status', unpacked.map(formatPackage).join('')],
    ['var/lib/dpkg/triggers/Unincorp', ''],
    ...triggerFiles,
    ...(automatic === '' ? [] : [['var/lib/apt/extended_states', automatic] as const]),
  ])
}

function formatPackage({ metadata: { control, conffiles = '' } }: InstalledPackage): string {
  try {
    return `${formatStatusStanza(control, parseConffiles(conffiles))}\n`
  } catch (cause) {
    const name = displayText(control.get('Package') ?? '')
    const message = `cannot write the dpkg database: the control file of "${name}" is malformed`
    throw new LayerError('ERR_LAYER_UNSUPPORTED', message, { cause })
  }
}

/** apt's record of what was not asked for: pkgDepCache::writeStateFile in apt-pkg/depcache.cc. */
function formatExtendedStates({ architecture, packages }: InstalledSystem): string {
  return packages
    .filter(({ automatic }) => automatic)
    .map(({ metadata: { control } }) => {
      const own = control.get('Architecture') ?? 'all'
      const stanza = formatStanza([
        ['Package', control.get('Package') ?? ''],
        ['Architecture', own === 'all' ? architecture : own],
        ['Auto-Installed', '1'],
      ])
      return `${stanza}\n`
    })
    .join('')
}

function lines(values: readonly string[]): string {
  return values.map((value) => `${value}\n`).join('')
}
