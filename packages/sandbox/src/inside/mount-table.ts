import type { Backend } from '../backend.js'

/** One line of fstab(5). */
export interface Mount {
  readonly source: string
  readonly target: string
  readonly type: string
  readonly options: string
}

/** Device files bound from the host: what Debian policy lets a script expect. */
export const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'] as const

/** Links that every /dev has. */
export const deviceLinks: readonly (readonly [name: string, target: string])[] = [
  ['fd', '/proc/self/fd'],
  ['stdin', '/proc/self/fd/0'],
  ['stdout', '/proc/self/fd/1'],
  ['stderr', '/proc/self/fd/2'],
  ['ptmx', 'pts/ptmx'],
]

/** Directories of the tree that something is mounted on, whether or not the tree has them. */
export const mountPoints = ['/dev', '/proc', '/sys', '/tmp'] as const

/** Parts of /proc through which a script running as root would change the host. */
const guarded = ['sys', 'sysrq-trigger', 'irq', 'bus']

/**
 * The overlay on `root`; its directories are relative, so that no name needs escaping from
 * overlayfs. Nothing in it survives a crash or needs to: `volatile` skips every sync. Without
 * redirects, indexes and metadata-only copies the upper directory is plain files.
 */
export function overlayMount(root: string, backend: Backend): Mount {
  const options = [
    'lowerdir=lower,upperdir=upper,workdir=work',
    'volatile,redirect_dir=nofollow,metacopy=off,index=off',
    ...(backend === 'unshare' ? ['userxattr'] : []),
  ]
  return { source: 'overlay', target: root, type: 'overlay', options: options.join(',') }
}

/** The file systems that a system has without a disk, empty; before {@link innerMounts}. */
export function outerMounts(root: string): Mount[] {
  const tmpfs = (path: string, options: string): Mount => ({
    source: 'tmpfs',
    target: `${root}${path}`,
    type: 'tmpfs',
    options,
  })
  return [
    tmpfs('/dev', 'nosuid,mode=755'),
    tmpfs('/sys', 'ro,nosuid,nodev,noexec,mode=555'),
    tmpfs('/tmp', 'nosuid,nodev,mode=1777'),
    { source: 'proc', target: `${root}/proc`, type: 'proc', options: 'nosuid,nodev,noexec' },
  ]
}

/** What lies on files and directories of {@link outerMounts}. */
export function innerMounts(root: string, backend: Backend): Mount[] {
  // group 5 is tty on Debian; with a single id there is no other group than root
  const owner = backend === 'fakeroot' ? '' : ',gid=5'
  return [
    ...devices.map((name) => bindMount(`/dev/${name}`, `${root}/dev/${name}`)),
    {
      source: 'devpts',
      target: `${root}/dev/pts`,
      type: 'devpts',
      options: `nosuid,noexec,newinstance,ptmxmode=0666,mode=0620${owner}`,
    },
    {
      source: 'tmpfs',
      target: `${root}/dev/shm`,
      type: 'tmpfs',
      options: 'nosuid,nodev,mode=1777',
    },
    ...guarded.map((name) => bindMount(`${root}/proc/${name}`, `${root}/proc/${name}`, 'bind,ro')),
  ]
}

/** A file or directory shown at another place. */
export function bindMount(source: string, target: string, options = 'bind'): Mount {
  return { source, target, type: 'none', options }
}

/** The text of an fstab(5) that `mount --all` works through from top to bottom. */
export function formatFstab(mounts: readonly Mount[]): string {
  return mounts
    .map(({ source, target, type, options }) =>
      [source, target, type, options, '0', '0'].map(escapeField).join(' ').concat('\n'),
    )
    .join('')
}

function escapeField(field: string): string {
  return field.replaceAll(
    /[\s\\#]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )
}
