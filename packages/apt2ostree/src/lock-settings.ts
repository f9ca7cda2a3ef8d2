import type { Lockfile, LockOptions } from '@apt2ostree/lockfile'
import { digestPins, type Pin, parsePreferences } from '@apt2ostree/lockgen'
import type { Treefile } from '@apt2ostree/treefile'
import { readText } from './read-text.js'

/** What a lockfile is made for: the part of an image.yaml that the resolver sees. */
export interface LockSettings {
  readonly architecture: string
  readonly foreignArchitectures: readonly string[]
  readonly requests: readonly string[]
  readonly options: LockOptions
  readonly pins: readonly Pin[]
}

/** What to lock for an image, its preferences read; `architecture` is used where it names none. */
export async function lockSettings(image: Treefile, architecture: string): Promise<LockSettings> {
  const pins = (await Promise.all(image.preferences.map(readText))).flatMap(parsePreferences)
  const preferences = digestPins(pins)
  return {
    architecture: image.architecture ?? architecture,
    foreignArchitectures: image.foreignArchitectures,
    requests: image.packages,
    options: {
      recommends: image.recommends,
      essential: image.essential,
      required: image.required,
      exclude: image.excludePackages,
      ...(preferences !== undefined && { preferences }),
    },
    pins,
  }
}

/**
 * In what a lockfile was made for something else than `settings`: a phrase each, none when it
 * fits. Order does not matter. A lockfile that says nothing of requests, as those of the old
 * apt2ostree, is held to its architecture alone.
 */
export function staleness(lock: Lockfile, settings: LockSettings): string[] {
  if (lock.requests.length === 0) return sameText('architecture', lock, settings)
  return [
    ...sameText('architecture', lock, settings),
    ...sameSet('foreign architecture', lock.foreignArchitectures, settings.foreignArchitectures),
    ...sameSet('package', lock.requests, settings.requests),
    ...sameSet('exclusion', lock.options.exclude, settings.options.exclude),
    ...(['recommends', 'essential', 'required'] as const).flatMap((key) =>
      sameText(key, lock.options, settings.options),
    ),
    ...(lock.options.preferences === settings.options.preferences ? [] : ['preferences differ']),
  ]
}

function sameText<K extends string>(
  key: K,
  locked: Readonly<Record<K, unknown>>,
  wanted: Readonly<Record<K, unknown>>,
): string[] {
  return locked[key] === wanted[key] ? [] : [`${key} is ${wanted[key]}, was ${locked[key]}`]
}

function sameSet(what: string, locked: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...wanted.filter((item) => !locked.includes(item)).map((item) => `${what} ${item} is new`),
    ...locked.filter((item) => !wanted.includes(item)).map((item) => `${what} ${item} is gone`),
  ]
}
