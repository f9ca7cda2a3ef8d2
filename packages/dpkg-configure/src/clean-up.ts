import type { Command } from '@apt2ostree/sandbox'

/**
 * Files that say when and how the tree was made instead of what is in it, or that are made anew:
 * mmdebstrap's list (its cleanup/reproducible), and the log of other bootstrappers.
 */
const leftovers = [
  '/var/cache/ldconfig/aux-cache',
  '/var/lib/dbus/machine-id',
  '/var/log/alternatives.log',
  '/var/log/apt/eipp.log.xz',
  '/var/log/apt/history.log',
  '/var/log/apt/term.log',
  '/var/log/bootstrap.log',
  '/var/log/dpkg.log',
  '/var/log/fontconfig.log',
]

/**
 * /etc/machine-id is empty, as machine-id(5) wants it in an image; of /run stays the directory that
 * /var/lock points to; the keys by which a machine is known are for each machine to make. The access
 * control list of the journal's directory names a group that not every backend has ids for, and
 * systemd-tmpfiles sets it at every boot. Two indexes keep what they list in the order in which it
 * lies on the disk; their owners make them anew (man-db's timer, appstream when it is asked). mandb
 * works as the user man, which under fakeroot shows in nothing that it made.
 */
const script = `
if [ -e /etc/machine-id ]; then rm /etc/machine-id; : > /etc/machine-id; fi
for path in /run/* /run/.[!.]*; do
  [ "$path" = /run/lock ] || rm -rf "$path"
done
rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
rm -f /var/cache/man/index.db /var/cache/man/*/index.db /var/cache/swcatalog/cache/*.xb
if [ -d /var/cache/man ]; then chown -hR --reference=/var/cache/man /var/cache/man; fi
journal=/var/log/journal
if [ -d $journal ] && mkdir $journal.new; then
  chown --reference=$journal $journal.new
  chmod --reference=$journal $journal.new
  if rmdir $journal 2>/dev/null; then mv $journal.new $journal; else rmdir $journal.new; fi
fi
rm -f "$@"
`

/** Takes away what would differ from one run to the next. */
export const cleanUp: Command = {
  label: 'clean-up',
  argv: ['/bin/sh', '-ec', script, 'clean-up', ...leftovers],
}
