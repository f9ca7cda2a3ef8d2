import { displayText, type Stanza } from '@apt2ostree/deb822'
import { escapeRef } from '@apt2ostree/ostree-repo'
import { LayerError } from './errors.js'

/** What tells one .deb from all others. */
export interface PackageIdentity {
  readonly name: string
  readonly version: string
  readonly architecture: string
  /** Of the .deb, lower-case hex. */
  readonly sha256: string
}

/**
 * Returns a layer's ref: `deb/pool/<sha256[0:2]>/<sha256[2:4]>/<rest>_<name>_<version>_<architecture>`, quoted
 * reversibly, with `-usrmerge` behind it for the layout of a merged /usr.
 */
export function formatLayerRef(identity: PackageIdentity, usrMerge: boolean): string {
  const { name, version, architecture, sha256 } = identity
  const parts = [name, version, architecture].map((part) => escapeRef(displayText(part)))
  const file = [sha256.slice(4), ...parts].join('_')
  return `deb/pool/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${file}${usrMerge ? '-usrmerge' : ''}`
}

/** pkg_name_is_illegal in lib/dpkg/parsehelp.c, and what an architecture may be called. */
const patterns = {
  Package: /^[A-Za-z0-9][A-Za-z0-9+._-]*$/,
  Version: /^\S+$/,
  Architecture: /^[A-Za-z0-9][A-Za-z0-9-]*$/,
} as const

/**
 * Returns the identity of the .deb with this control stanza. Throws LayerError where a field is missing, or is not what
 * dpkg takes for one: all of it becomes parts of paths.
 */
export function identifyPackage(control: Stanza, sha256: string): PackageIdentity {
  const [name, version, architecture] = Object.entries(patterns).map(([field, pattern]) => {
    const value = control.get(field) ?? ''
    if (pattern.test(value)) return value
    const what = value === '' ? `no ${field} field` : `the ${field} "${displayText(value)}"`
    const message = `cannot identify the package: its control file has ${what}`
    throw new LayerError('ERR_LAYER_UNSUPPORTED', message)
  })
  return { name, version, architecture, sha256 } as PackageIdentity
}

/**
 * Returns the name under which dpkg keeps a package's info files: with its architecture where packages of several
 * can be installed side by side (pkg_infodb_get_file in lib/dpkg/db-fsys-files.c).
 */
export function infoNameOf(control: Stanza): string {
  const name = control.get('Package') ?? ''
  return control.get('Multi-Arch') === 'same' ? `${name}:${control.get('Architecture')}` : name
}
