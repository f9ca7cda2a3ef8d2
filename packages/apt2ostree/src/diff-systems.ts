import { readPackageList } from '@apt2ostree/deb2ostree'
import { diffPackages, type LockDiff } from '@apt2ostree/lockgen'
import type { Commit, Repo, Variant } from '@apt2ostree/ostree-repo'
import { Apt2ostreeError } from './errors.js'

/** Metadata that says how a system was made, not from what: packages are compared by themselves. */
const settings = [
  'deb.architecture',
  'deb.date',
  'deb.unpacked-by',
  'deb.configured-by',
  'deb.source-date-epoch',
  'deb.debconf-sha256',
  'apt2ostree.image-sha256',
]

/**
 * What has to change to get from one system to another: packages and settings. Only the two commits
 * are read, nothing of their trees. Throws ERR_IMAGE_NO_PACKAGES for a commit that lists none.
 */
export function diffSystems(repo: Repo, before: string, after: string): LockDiff {
  const [from, to] = [before, after].map((rev) => readSystem(repo, rev)) as [System, System]
  const changed = settings.flatMap((key) => {
    const [old, fresh] = [from, to].map(({ commit }) => shown(commit.metadata.get(key)))
    if (old === fresh) return []
    return [
      { key, ...(old !== undefined && { from: old }), ...(fresh !== undefined && { to: fresh }) },
    ]
  })
  const native = { from: nativeOf(from), to: nativeOf(to) }
  return { ...diffPackages(from.packages, to.packages, native), settings: changed }
}

interface System {
  readonly commit: Commit
  readonly packages: NonNullable<ReturnType<typeof readPackageList>>
}

function readSystem(repo: Repo, rev: string): System {
  const commit = repo.readCommit(repo.resolveRev(rev))
  const packages = readPackageList(commit)
  if (packages !== undefined) return { commit, packages }
  throw new Apt2ostreeError(
    'ERR_IMAGE_NO_PACKAGES',
    `cannot compare "${rev}": its commit does not list the packages that it is made of`,
    { hint: 'ostree-repo diff compares the files of any two commits' },
  )
}

function nativeOf({ commit }: System): string {
  return shown(commit.metadata.get('deb.architecture')) ?? 'all'
}

function shown(value: Variant | undefined): string | undefined {
  return value && [value.value].flat().join(' ')
}
