import type { Command } from '@apt2ostree/sandbox'

/**
 * Files that say when or how the tree was made instead of what is in it: logs, caches that are made
 * anew, copies that a program keeps of its file's last state. mmdebstrap's list (its section
 * cleanup/reproducible), and the backups.
 */
const leftovers = [
  '/etc/.pwd.lock',
  '/etc/group-',
  '/etc/gshadow-',
  '/etc/passwd-',
  '/etc/shadow-',
  '/etc/subgid-',
  '/etc/subuid-',
  '/var/cache/debconf/config.dat-old',
  '/var/cache/debconf/passwords.dat-old',
  '/var/cache/debconf/templates.dat-old',
  '/var/cache/ldconfig/aux-cache',
  '/var/lib/dbus/machine-id',
  '/var/lib/dpkg/diversions-old',
  '/var/lib/dpkg/statoverride-old',
  '/var/lib/dpkg/status-old',
  '/var/log/alternatives.log',
  '/var/log/apt/eipp.log.xz',
  '/var/log/apt/history.log',
  '/var/log/apt/term.log',
  '/var/log/bootstrap.log',
  '/var/log/dpkg.log',
  '/var/log/fontconfig.log',
]

/**
 * Empty, as machine-id(5) wants it in an image; everything in /run but the directory that /var/lock
 * points to, which base-files makes.
 */
const script = `
if [ -e /etc/machine-id ]; then : > /etc/machine-id; fi
for path in /run/* /run/.[!.]*; do
  [ "$path" = /run/lock ] || rm -rf "$path"
done
rm -rf /run/lock/*
rm -f "$@"
`

/** Takes away what would differ from one run to the next. */
export const cleanUp: Command = {
  label: 'clean-up',
  argv: ['/bin/sh', '-ec', script, 'clean-up', ...leftovers],
}
