import type { Stanza } from '@apt2ostree/deb822'

/** The exact packages of a system and what they were chosen for. Text is byte strings (deb822). */
export interface Lockfile {
  readonly version: 1
  /** The native architecture. */
  readonly architecture: string
  readonly foreignArchitectures: readonly string[]
  /** What was asked for, as written: `name`, `name=version`, `name/suite`, `name:arch`, `name-`. */
  readonly requests: readonly string[]
  readonly options: LockOptions
  /** The Release files the packages came from, sorted by id. */
  readonly releases: readonly LockedRelease[]
  /** Sorted by name, then architecture. */
  readonly packages: readonly LockedPackage[]
}

/** The rules the packages were chosen by. */
export interface LockOptions {
  /** Whether Recommends were followed. */
  readonly recommends: boolean
  /** Whether every `Essential: yes` package of the native architecture was included. */
  readonly essential: boolean
  /** Whether every `Priority: required` package of the native architecture was included. */
  readonly required: boolean
  /** Names that must not be in the lock. */
  readonly exclude: readonly string[]
  /** SHA256 of what the pins that ranked versions say (lockgen's digestPins); absent without pins. */
  readonly preferences?: string
}

/** A verified Release file, in its own fields' spelling, and the source that it was found by. */
export interface LockedRelease {
  /** What `LockedPackage.release` says: the suite's name, as in `noble-updates`. */
  readonly id: string
  /** Empty where the Release file has no such field; so are suite and codename. */
  readonly origin: string
  readonly label?: string
  readonly suite: string
  readonly codename: string
  /** The archive's base address as the source has it; absent for one on the machine's own disk. */
  readonly uri?: string
  /** The suite as the source spells it; absent from old locks. */
  readonly sourceSuite?: string
  readonly date: string
  /** SHA256 of the Release file's verified text. */
  readonly sha256: string
  /** Full fingerprint of the primary key that signed; absent when trusted without a signature. */
  readonly signedBy?: string
  /** The checks that were lifted when the lock was made: words such as `signature valid-until`. */
  readonly unchecked?: string
}

/** One .deb of the lock: what it is, how to tell it, and its stanza. */
export interface LockedPackage {
  readonly name: string
  readonly version: string
  /** As its Packages stanza says it: an architecture or `all`. */
  readonly architecture: string
  /** The .deb, relative to its archive. */
  readonly filename: string
  /** Bytes of the .deb. */
  readonly size: number
  /** Of the .deb, 64 lower-case hex digits. */
  readonly sha256: string
  /** Id of the release it came from; absent in locks made from plain Packages text. */
  readonly release?: string
  /** Whether it is here because others need it, not because it was asked for. */
  readonly automatic: boolean
  /** Its Packages stanza, or what the lockfile keeps of it. */
  readonly stanza: Stanza
}

/** Returns how two packages stand in a lockfile: by name, then architecture, in code units. */
export function compareLockedPackages(a: LockedPackage, b: LockedPackage): number {
  return compareText(a.name, b.name) || compareText(a.architecture, b.architecture)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
