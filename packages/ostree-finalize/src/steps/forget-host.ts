import type { ImageTree } from '@apt2ostree/ostree-tree'

/** Files that belong to one machine: the one that built the tree, or each one that boots it. */
const FILES = [
  '/etc/.pwd.lock',
  '/etc/group-',
  '/etc/gshadow-',
  '/etc/hostname',
  '/etc/passwd-',
  '/etc/resolv.conf',
  '/etc/shadow-',
  '/etc/subgid-',
  '/etc/subuid-',
  '/var/lib/dbus/machine-id',
  '/var/lib/systemd/credential.secret',
  '/var/lib/systemd/random-seed',
]

const SSH_HOST_KEY = /^ssh_host_.*key(\.pub)?$/

/** Whether `name` in /etc/ssh is a key that every machine has to make for itself. */
export const isSshHostKey = (name: string) => SSH_HOST_KEY.test(name)

/**
 * Removes what makes machines alike that are not, and leaves an empty machine-id: systemd fills it
 * on the first boot; "uninitialized" would run preset-all (machine-id(5)). Links such as that
 * of systemd-resolved stay.
 */
export function forgetHost(tree: ImageTree): void {
  for (const path of FILES) if (tree.kindOf(path) === 'file') tree.remove(path)
  for (const name of tree.names('/etc/ssh').filter(isSshHostKey)) tree.remove(`/etc/ssh/${name}`)
  tree.addFile('/etc/machine-id', '', { mode: 0o444 })
}
