import { OstreeRepoError } from '../errors.js'
import { formatRepoMode, parseRepoMode, type RepoMode, repoModes } from '../objects/repo-mode.js'
import { type KeyFile, parseKeyFile } from './key-file.js'

/** What this package heeds of a repo's `config`; ostree.repo-config(5). */
export interface RepoConfig {
  readonly mode: RepoMode
  /** `core.fsync` */
  readonly fsync: boolean
  /** `core.locking` */
  readonly locking: boolean
  /** `core.auto-update-summary` */
  readonly autoUpdateSummary: boolean
  /** `core.collection-id` is set. */
  readonly hasCollections: boolean
  /** `core.tombstone-commits` */
  readonly hasTombstones: boolean
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
  const unsupported: Refuse = (key, expected) => {
    throw new OstreeRepoError(
      'ERR_OSTREE_UNSUPPORTED_REPO',
      `cannot open repo: "${path}" has ${key}=${values.get(key)}, not ${expected}`,
    )
  }
  /** As g_key_file_get_boolean. */
  const boolean = (key: string, byDefault: boolean) => {
    switch (values.get(key)) {
      case undefined:
        return byDefault
      case 'true':
      case '1':
        return true
      case 'false':
      case '0':
        return false
      default:
        return unsupported(key, 'true or false')
    }
  }
  const integer = (key: string, byDefault: number, least: number, most: number) => {
    const value = Number(values.get(key) ?? byDefault)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    return unsupported(key, 'a number in its range')
  }
  if (values.get('core.repo_version') !== '1') unsupported('core.repo_version', '1')
  for (const key of ['ex-integrity.fsverity', 'ex-integrity.composefs']) {
    // `maybe` asks for nothing that must be there.
    if (!['false', 'no', '0', 'maybe'].includes(values.get(key) ?? 'no')) {
      unsupported(key, 'no or maybe: objects are written without fs-verity and composefs images')
    }
  }
  const mode = parseRepoMode(values.get('core.mode') ?? 'bare')
  const parent = values.get('core.parent')
  return {
    mode: mode ?? unsupported('core.mode', repoModes.join(', ')),
    fsync: boolean('core.fsync', true),
    locking: boolean('core.locking', true),
    hasCollections: (values.get('core.collection-id') ?? '') !== '',
    hasTombstones: boolean('core.tombstone-commits', false),
    // The second is its older name.
    autoUpdateSummary:
      boolean('core.auto-update-summary', false) || boolean('core.commit-update-summary', false),
    lockTimeoutSeconds: integer('core.lock-timeout-secs', 300, -1, Number.MAX_SAFE_INTEGER),
    ...(parent === undefined || parent === '' ? {} : { parent }),
    minFreeSpace: parseMinFreeSpaceSize(values, unsupported) ?? {
      percent: integer('core.min-free-space-percent', 3, 0, 99),
    },
    zlibLevel: integer('archive.zlib-level', 6, 1, 9),
  }
}

type Refuse = (key: string, expected: string) => never

/** A size, unless it is 0 beside a percentage; the rule of libostree's ostree-repo.c. */
function parseMinFreeSpaceSize(values: KeyFile, refuse: Refuse): { bytes: number } | undefined {
  const key = 'core.min-free-space-size'
  const size = values.get(key)
  if (size === undefined) return undefined
  const [, count, unit = ''] = /^([0-9]+)([MGT])B$/.exec(size) ?? []
  if (count === undefined) return refuse(key, 'a size in MB, GB or TB')
  const bytes = Number(count) * 2 ** (20 + 10 * 'MGT'.indexOf(unit))
  return bytes === 0 && values.has('core.min-free-space-percent') ? undefined : { bytes }
}
