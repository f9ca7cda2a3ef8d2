import type { AptConfiguration } from '../host/apt-configuration.js'

/** What apt's configuration says of Release files, beside what a source itself says. */
export interface ReleasePolicy {
  /** apt's Acquire::Check-Date; without it Valid-Until isn't checked either. */
  readonly checkDate: boolean
  /** apt's Acquire::Check-Valid-Until. */
  readonly checkValidUntil: boolean
  readonly now: Date
  /** Returns Acquire::Max-FutureTime and the like in seconds, for that Label where there is one. */
  limit(
    name: 'Max-FutureTime' | 'Min-ValidTime' | 'Max-ValidTime',
    label?: string,
  ): number | undefined
  /** Returns Acquire::AllowReleaseInfoChange for a field; undefined where nothing is said of it. */
  allowsChange(field: string): boolean | undefined
}

/** Returns the policy of a configuration. */
export function releasePolicy(configuration: AptConfiguration, now: Date): ReleasePolicy {
  return {
    checkDate: configuration.getBoolean('Acquire::Check-Date') ?? true,
    checkValidUntil: configuration.getBoolean('Acquire::Check-Valid-Until') ?? true,
    now,
    limit: (name, label = '') =>
      (label === '' ? undefined : configuration.getNumber(`Acquire::${name}::${label}`)) ??
      configuration.getNumber(`Acquire::${name}`),
    allowsChange: (field) => configuration.getBoolean(`Acquire::AllowReleaseInfoChange::${field}`),
  }
}
