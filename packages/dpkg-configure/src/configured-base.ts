import { createHash } from 'node:crypto'
import { type LayeredBase, layOnBase } from '@apt2ostree/deb2ostree'
import type { Checksum } from '@apt2ostree/ostree-repo'
import { readLayers, unionLayers } from '@apt2ostree/ostree-union'
import { configuredBy, timelessDate } from './commit-metadata.js'
import type { ConfigureTreeOptions } from './configure-tree.js'
import { splitSelections } from './debconf-selections.js'
import { DpkgConfigureError } from './errors.js'
import { moveShadowDates } from './shadow-dates.js'
import { readUnpackedSystem } from './unpacked-system.js'

/** The tree that packages are added to, and the answers that are still to be given in it. */
export interface StartingPoint {
  readonly rev: Checksum
  readonly answers: readonly string[]
}

/** What a base is configured with: all that an image is, but for what is the image's own. */
export type BaseOptions = Omit<ConfigureTreeOptions, 'branch' | 'rev' | 'sourceDateEpoch'> & {
  /** Configures `rev` and moves `branch` to it. */
  configure(
    rev: Checksum,
    branch: string | undefined,
    answers: readonly string[],
  ): Promise<Checksum>
}

/**
 * Lays the packages that are not in an unpacked system's base on that, which is configured first
 * unless the repo has it. It follows from its layers and the answers to its own packages' questions
 * alone, so that whoever has the same ones shares it. Throws ERR_DPKG_CONFIGURE_LAYERS where the repo
 * lacks a layer, and as configureTree.
 */
export async function startFromBase(
  unpacked: Checksum,
  parts: LayeredBase,
  sourceDateEpoch: number,
  options: BaseOptions,
): Promise<StartingPoint> {
  const { repo, debconf = [] } = options
  for (const layer of [...parts.base, ...parts.added]) requireLayer(options, unpacked, layer)
  const database = parts.base.at(-1) as Checksum
  const { packages, deferred } = readUnpackedSystem(repo, database)
  const names = new Set([...packages, ...deferred].map(({ name }) => name))
  const { about, rest } = splitSelections(debconf, names)
  const base = await configureBase(parts.base, about, options)
  const layers = await layOnBase(repo, unpacked, parts.added, base)
  const united = await unionLayers(repo, readLayers(repo, layers))
  const rev = await moveShadowDates(repo, united, { from: timelessDate, to: sourceDateEpoch })
  return { rev, answers: rest }
}

async function configureBase(
  layers: readonly Checksum[],
  answers: readonly string[],
  { repo, anew = false, configure, onBase }: BaseOptions,
): Promise<Checksum> {
  const ref = baseRef(layers, answers)
  const found = anew ? undefined : repo.readRef(ref)
  const made = found !== undefined && repo.hasCommit(found) ? found : undefined
  onBase?.({ ref, isThere: made !== undefined, isShared: answers.length === 0 })
  if (made !== undefined) return made
  const unpacked = await unionLayers(repo, readLayers(repo, layers))
  return configure(unpacked, anew ? undefined : ref, answers)
}

/** The ref bears the digest of all that a configured base follows from. */
function baseRef(layers: readonly Checksum[], answers: readonly string[]): string {
  const text = JSON.stringify([configuredBy, layers, answers])
  const digest = createHash('sha256').update(text).digest('hex')
  return `deb/bases/${digest.slice(0, 2)}/${digest.slice(2)}`
}

function requireLayer({ repo }: BaseOptions, unpacked: Checksum, layer: Checksum): void {
  if (repo.hasCommit(layer)) return
  throw new DpkgConfigureError(
    'ERR_DPKG_CONFIGURE_LAYERS',
    `cannot configure commit ${unpacked}: the repo does not have its layer ${layer}`,
    { hint: 'unpack in this repo, or pull the refs that deb2ostree refs prints' },
  )
}
