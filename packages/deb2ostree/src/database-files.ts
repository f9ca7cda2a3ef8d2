import { displayText, formatStanza } from '@apt2ostree/deb822'
import type { LockedPackage } from '@apt2ostree/lockfile'
import { LayerError } from './errors.js'
import type { LayerMetadata } from './layer-metadata.js'
import { infoNameOf } from './package-identity.js'
import { formatStatusStanza } from './status-stanza.js'
import { parseConffiles } from './unpack/conffiles.js'
import { formatTriggerFiles, parseTriggerInterests } from './unpack/triggers.js'

/** The system whose database is written. */
export interface InstalledSystem {
  readonly architecture: string
  readonly foreignArchitectures: readonly string[]
  /** The packages that were unpacked, in the order of dpkg's status file: by name, then architecture. */
  readonly unpacked: readonly LayerMetadata[]
  /** The packages that are there for others only, in the same order. */
  readonly automatic: readonly Pick<LockedPackage, 'name' | 'architecture'>[]
  /** The text that a file had before they were unpacked; empty for one that was not there. */
  before(path: string): string
}

/**
 * Returns the files of dpkg's and apt's databases by their paths, as byte strings: what a system is left with when
 * packages were unpacked and none of them configured. A fresh system has no statoverride and no available file. dpkg
 * sorts its status file when it writes it next.
 */
export function databaseFilesOf(system: InstalledSystem): Map<string, string> {
  const { architecture, foreignArchitectures, unpacked } = system
  const after = (path: string, text: string) => [path, system.before(path) + text] as const
  const interested = unpacked.map(({ control, triggers = '' }) => ({
    name: infoNameOf(control),
    interests: parseTriggerInterests(triggers),
  }))
  const triggerFiles = [...formatTriggerFiles(interested)].map(([name, text]) =>
    after(`var/lib/dpkg/triggers/${name}`, text),
  )
  const automatic = formatExtendedStates(system)
  return new Map([
    ['var/lib/dpkg/arch', lines([architecture, ...foreignArchitectures])],
    after('var/lib/dpkg/diversions', ''),
    ['var/lib/dpkg/info/format', '1\n'],
    after('var/lib/dpkg/status', unpacked.map(formatPackage).join('')),
    after('var/lib/dpkg/triggers/Unincorp', ''),
    ...triggerFiles,
    ...(automatic === '' ? [] : [['var/lib/apt/extended_states', automatic] as const]),
  ])
}

function formatPackage({ control, conffiles = '' }: LayerMetadata): string {
  try {
    return `${formatStatusStanza(control, parseConffiles(conffiles))}\n`
  } catch (cause) {
    const name = displayText(control.get('Package') ?? '')
    const message = `cannot write the dpkg database: the control file of "${name}" is malformed`
    throw new LayerError('ERR_LAYER_UNSUPPORTED', message, { cause })
  }
}

/** apt's record of what was not asked for: pkgDepCache::writeStateFile in apt-pkg/depcache.cc. */
function formatExtendedStates({ architecture, automatic }: InstalledSystem): string {
  return automatic
    .map(({ name, architecture: own }) => {
      const stanza = formatStanza([
        ['Package', name],
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
