import type { Lockfile } from '@apt2ostree/lockfile'

/**
 * The directories of the root that a merged /usr has as symlinks into /usr: those of debootstrap's setup_merged_usr
 * for all architectures.
 */
export const usrMergeAliases = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libo32', 'libx32'] as const

/** One of {@link usrMergeAliases}. */
export type UsrMergeAlias = (typeof usrMergeAliases)[number]

const aliases: ReadonlySet<string> = new Set(usrMergeAliases)

/** Suites from before new systems were installed with a merged /usr (Debian 10, Ubuntu 19.04). */
const splitUsrCodenames: ReadonlySet<string> = new Set([
  'wheezy',
  'jessie',
  'stretch',
  'precise',
  'trusty',
  'xenial',
  'bionic',
  'cosmic',
])

/** Tells whether a system made of these suites, known by their codenames, has a merged /usr. */
export function expectsUsrMerge({ releases }: Pick<Lockfile, 'releases'>): boolean {
  return !releases.some(({ codename }) => splitUsrCodenames.has(codename))
}

/** Returns the alias that `path`, which is relative, lies below, or undefined. */
export function usrMergeAliasOf(path: string): UsrMergeAlias | undefined {
  const [top = ''] = path.split('/', 1)
  return aliases.has(top) ? (top as UsrMergeAlias) : undefined
}

/**
 * Returns where a file below an alias, or a directory that an alias replaces, is on a merged /usr: `usr/bin/sh` for
 * `bin/sh`. Other paths are returned as they are, and so is anything but a directory named as an alias: that is the
 * alias itself, which base-files ships from Debian 13 on.
 */
export function mergeUsrPath(path: string, isDirectory: boolean): string {
  if (usrMergeAliasOf(path) === undefined) return path
  return path.includes('/') || isDirectory ? `usr/${path}` : path
}
