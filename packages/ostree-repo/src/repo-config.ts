import { OstreeRepoError } from './errors.js'
import { type KeyFile, parseKeyFile } from './key-file.js'
import { formatRepoMode, parseRepoMode, type RepoMode, repoModes } from './repo-mode.js'

/** What this package heeds of a repo's `config`; ostree.repo-config(5). */
export interface RepoConfig {
  readonly mode: RepoMode
  /** `core.fsync` */
  readonly fsync: boolean
  /** `core.locking` */
  readonly locking: boolean
  /** `core.lock-timeout-secs`; -1 waits for ever. */
  readonly lockTimeoutSeconds: number
  /** `core.parent`: the path of the repo that has the objects which this one lacks. */
  readonly parent?: string
  /** `core.min-free-space-percent`, unless `core.min-free-space-size` is set. */
  readonly minFreeSpace: { readonly percent: number } | { readonly bytes: number }
  /** `archive.zlib-level` */
  readonly zlibLevel: number
}

/** The config of a new repo, as `ostree init` writes it. */
export function formatRepoConfig(mode: RepoMode): string {
  return `[core]\nrepo_version=1\nmode=${formatRepoMode(mode)}\n`
}

/** Reads the text of `path`. Throws ERR_OSTREE_NOT_A_REPO or ERR_OSTREE_UNSUPPORTED_REPO. */
export function parseRepoConfig(text: string, path: string): RepoConfig {
  const values = parseKeyFile(text)
  if (values === undefined || !values.has('core.repo_version')) {
    throw new OstreeRepoError(
      'ERR_OSTREE_NOT_A_REPO',
      `cannot open repo: "${path}" is not the config of an OSTree repo`,
    )
  }
  const unsupported = (key: string, expected: string) =>
    new OstreeRepoError(
      'ERR_OSTREE_UNSUPPORTED_REPO',
      `cannot open repo: "${path}" has ${key}=${values.get(`core.${key}`)}, not ${expected}`,
    )
  if (values.get('core.repo_version') !== '1') throw unsupported('repo_version', '1')
  const mode = parseRepoMode(values.get('core.mode') ?? 'bare')
  if (mode === undefined) throw unsupported('mode', repoModes.join(', '))
  const boolean = (key: string, byDefault: boolean) => {
    const value = values.get(`core.${key}`) ?? String(byDefault)
    if (value !== 'true' && value !== 'false') throw unsupported(key, 'true or false')
    return value === 'true'
  }
  const integer = (key: string, byDefault: number, most: number) => {
    const value = Number(values.get(`core.${key}`) ?? byDefault)
    if (!Number.isInteger(value) || value < -1 || value > most) throw unsupported(key, 'a number')
    return value
  }
  const parent = values.get('core.parent')
  return {
    mode,
    fsync: boolean('fsync', true),
    locking: boolean('locking', true),
    lockTimeoutSeconds: integer('lock-timeout-secs', 300, Number.MAX_SAFE_INTEGER),
    ...(parent === undefined || parent === '' ? {} : { parent }),
    minFreeSpace: minFreeSpaceOf(values, unsupported) ?? {
      percent: integer('min-free-space-percent', 3, 99),
    },
    zlibLevel: Number(values.get('archive.zlib-level') ?? 6),
  }
}

function minFreeSpaceOf(
  values: KeyFile,
  unsupported: (key: string, expected: string) => OstreeRepoError,
): { bytes: number } | undefined {
  const size = values.get('core.min-free-space-size')
  if (size === undefined) {
    return undefined
  }
  const [, count, unit] = /^([0-9]+)([MGT])B$/.exec(size) ?? []
  if (count === undefined || unit === undefined) {
    throw unsupported('min-free-space-size', 'a size in MB, GB or TB')
  }
  const bytes = Number(count) * { M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 }[unit as 'M' | 'G' | 'T']
  return bytes === 0 && values.has('core.min-free-space-percent') ? undefined : { bytes }
}
