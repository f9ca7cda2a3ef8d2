import { decodeBytes, parseStanzas } from '@apt2ostree/deb822'
import {
  type Checksum,
  type Commit,
  lookupPath,
  parseChecksum,
  type Repo,
  Variant,
} from '@apt2ostree/ostree-repo'
import { readConfiguredBase } from './configured-base.js'
import { commitDatabase } from './database-layer.js'

/** Commit metadata: the checksums of the layers of the packages that every system has, their database's last. */
const baseLayersKey = 'deb.base-layers'
/** Commit metadata: those of the layers of all other packages. */
const addedLayersKey = 'deb.added-layers'

/** Commit metadata that {@link readLayeredBase} reads. */
export const layeredBaseKeys: readonly string[] = [baseLayersKey, addedLayersKey]

/** A system in two parts, of which the first is configured before the second is unpacked. */
export interface LayeredBase {
  /** The layers that make the base, in the order in which they are laid together. */
  readonly base: readonly Checksum[]
  /** The layers of the other packages, in the order in which they are unpacked. */
  readonly added: readonly Checksum[]
}

/** What the commit of a system says of its parts. */
export function recordBase({ base, added }: LayeredBase): [string, Variant][] {
  return [
    [baseLayersKey, Variant.strings(base)],
    [addedLayersKey, Variant.strings(added)],
  ]
}

/** The parts that an unpacked system is configured in; undefined for one that is configured at once. */
export function readLayeredBase({ metadata }: Pick<Commit, 'metadata'>): LayeredBase | undefined {
  const base = metadata.get(baseLayersKey)?.texts
  const added = metadata.get(addedLayersKey)?.texts
  if (base === undefined || added === undefined) return undefined
  return { base: base.map(parseChecksum), added: added.map(parseChecksum) }
}

/**
 * Writes what unpacking the other packages of `unpacked` on its base comes to, `base` being the commit of that as
 * dpkg-configure made it: the layers to lay together, of which the first is the base's tree with the databases of all.
 * Throws as readConfiguredBase.
 */
export async function layOnBase(
  repo: Repo,
  unpacked: Checksum,
  added: readonly Checksum[],
  base: Checksum,
): Promise<Checksum[]> {
  const read = readerOf(repo, unpacked)
  const [architecture = '', ...foreignArchitectures] = read('var/lib/dpkg/arch').trim().split('\n')
  const configured = readConfiguredBase(repo, base)
  const { commit, deferred } = await repo.transaction((tx) =>
    commitDatabase(repo, tx, {
      ...{ architecture, foreignArchitectures, layers: added },
      automatic: readAutomatic(read('var/lib/apt/extended_states')),
      usrMerge: lookupPath(repo, configured.root, 'bin')?.type === 'file',
      base: configured,
      record: new Map(),
    }),
  )
  return [commit, ...added.filter((layer) => !deferred.has(layer))]
}

/** Reads files of a tree; one that is not there is empty. */
function readerOf(repo: Repo, rev: Checksum): (path: string) => string {
  const root = repo.readRoot(rev)
  return (path) => {
    const entry = lookupPath(repo, root, path)
    return entry?.type === 'file' ? decodeBytes(repo.openFile(entry.checksum).readAll()) : ''
  }
}

function readAutomatic(extendedStates: string): { name: string; architecture: string }[] {
  return [...parseStanzas(extendedStates)].map((stanza) => ({
    name: stanza.get('Package') ?? '',
    architecture: stanza.get('Architecture') ?? '',
  }))
}
