import type { LockedRelease, Lockfile } from '@apt2ostree/lockfile'

/** Something that two systems were asked for or made with, and otherwise. */
export interface SettingChange {
  /** `Architecture`, `Request nginx`, `Release bookworm Suite`, … */
  readonly key: string
  readonly from?: string
  readonly to?: string
}

/**
 * Returns in what two locks were made for something else, or from other archives: a release that only
 * one of them has is one change, of one in both its fields are.
 */
export function diffHeaders(before: Lockfile, after: Lockfile): SettingChange[] {
  return [...diffSettings(before, after), ...diffReleases(before.releases, after.releases)]
}

function diffSettings(before: Lockfile, after: Lockfile): SettingChange[] {
  const [from, to] = [before, after].map(({ options, ...lock }) => {
    return new Map<string, string>([
      ['Architecture', lock.architecture],
      ...lock.foreignArchitectures.map((arch) => [`Foreign-Architecture ${arch}`, 'yes'] as const),
      ...lock.requests.map((request) => [`Request ${request}`, 'yes'] as const),
      ...(['recommends', 'essential', 'required'] as const).map(
        (key) => [capitalized(key), options[key] ? 'yes' : 'no'] as const,
      ),
      ...options.exclude.map((name) => [`Exclude ${name}`, 'yes'] as const),
      ...(options.preferences === undefined
        ? []
        : [['Preferences-SHA256', options.preferences] as const]),
    ])
  }) as [Map<string, string>, Map<string, string>]
  return diffMaps(from, to)
}

/** Dates and digests of Release files change every day and say nothing. */
const releaseFields = [
  ['Origin', 'origin'],
  ['Label', 'label'],
  ['Suite', 'suite'],
  ['Codename', 'codename'],
  ['URI', 'uri'],
  ['Source-Suite', 'sourceSuite'],
  ['Signed-By', 'signedBy'],
  ['Unchecked', 'unchecked'],
] as const

function diffReleases(
  before: readonly LockedRelease[],
  after: readonly LockedRelease[],
): SettingChange[] {
  const ids = [...new Set([...before, ...after].map(({ id }) => id))]
  return ids.flatMap((id) => {
    const [from, to] = [before, after].map((releases) => releases.find((each) => each.id === id))
    const key = `Release ${id}`
    if (from === undefined) return to === undefined ? [] : [{ key, to: describeRelease(to) }]
    if (to === undefined) return [{ key, from: describeRelease(from) }]
    const [old, fresh] = [from, to].map((release) => {
      return new Map(
        releaseFields.map(([field, name]) => [`${key} ${field}`, release[name] ?? 'none']),
      )
    }) as [Map<string, string>, Map<string, string>]
    return diffMaps(old, fresh)
  })
}

function describeRelease({ origin, suite, signedBy, unchecked }: LockedRelease): string {
  const signed = signedBy === undefined ? 'not signed' : `signed by ${signedBy}`
  const lifted = unchecked === undefined ? [] : [`unchecked: ${unchecked}`]
  return [`${origin} ${suite}`.trim(), signed, ...lifted].join(', ')
}

function diffMaps(
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
): SettingChange[] {
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((key): SettingChange[] => {
    const [old, fresh] = [from.get(key), to.get(key)]
    if (old === fresh) return []
    return [
      { key, ...(old !== undefined && { from: old }), ...(fresh !== undefined && { to: fresh }) },
    ]
  })
}

function capitalized(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1)
}
