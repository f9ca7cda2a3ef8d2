import { createHash } from 'node:crypto'
import { layeredBaseKeys } from '@apt2ostree/deb2ostree'
import { type Checksum, type Commit, Variant } from '@apt2ostree/ostree-repo'

/** Metadata keys that this package reads or writes. */
const keys = {
  /** `t`: the date of the newest Release in the lockfile, seconds since 1970-01-01 UTC. */
  date: 'deb.date',
  /** `s`: the checksum of the unpacked commit. */
  unpacked: 'deb.unpacked',
  /** `s`: the program that configured the tree, and the format of what it makes. */
  configuredBy: 'deb.configured-by',
  /** `t`: the SOURCE_DATE_EPOCH that scripts were given. */
  sourceDateEpoch: 'deb.source-date-epoch',
  /** `as`: the SHA-256 of each text of debconf answers, those that a base was given included. */
  debconf: 'deb.debconf-sha256',
  /** `b`, false: no script has made an initramfs; absent where they might. */
  initramfs: 'deb.initramfs',
} as const

/** To be raised whenever another tree comes of the same input; a release that does not is no reason to configure anew. */
const FORMAT = 2

/** The program that configures, and the format of what it makes. */
export const configuredBy = `dpkg-configure, format ${FORMAT}`

/** What libostree writes about a commit's refs; not about what is in it. */
const refBinding = /^ostree\.(ref|collection)-binding$/

/**
 * Where a commit tells no date: early, but not the first of January 1970, which in /etc/shadow
 * would mean that a password has to be changed (shadow(5)).
 */
export const timelessDate = 24 * 3600

/** The date of the packages in an unpacked tree, in seconds since 1970-01-01 UTC. */
export function releaseDate({ metadata }: Commit): number {
  const date = metadata.get(keys.date)
  return (date?.type === 't' && Number(date.value)) || timelessDate
}

/** The answers of `texts` that the system was not given before more packages were added to it. */
export function newAnswers({ metadata }: Commit, texts: readonly string[]): string[] {
  const given = metadata.get(keys.debconf)?.texts ?? []
  return texts.filter((text) => !given.includes(sha256(text)))
}

/** What a tree is configured with. */
export interface ConfiguredWith {
  readonly debconf: readonly string[]
  readonly sourceDateEpoch: number
  readonly initramfs: boolean
}

/** What the commit of a configured tree says: all that `unpacked` does but for the layers that it has in
 * two parts, and how it was made of it. */
export function configuredMetadata(
  rev: Checksum,
  unpacked: Commit,
  { debconf, sourceDateEpoch, initramfs }: ConfiguredWith,
): Map<string, Variant> {
  const { metadata } = unpacked
  const configured = new Map(
    [...metadata].filter(([key]) => !refBinding.test(key) && !layeredBaseKeys.includes(key)),
  )
  configured.set(keys.unpacked, Variant.string(rev))
  configured.set(keys.configuredBy, Variant.string(configuredBy))
  configured.set(keys.sourceDateEpoch, Variant.uint64(BigInt(sourceDateEpoch)))
  if (!initramfs) configured.set(keys.initramfs, Variant.of('b', false))
  const given = metadata.get(keys.debconf)?.texts ?? []
  const answers = [...given, ...newAnswers(unpacked, debconf).map(sha256)]
  if (answers.length > 0) configured.set(keys.debconf, Variant.strings(answers))
  return configured
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
