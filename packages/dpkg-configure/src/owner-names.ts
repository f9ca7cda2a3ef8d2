import type { Command } from '@apt2ostree/sandbox'
import type { UnpackedPackage, UnpackedSystem } from './unpacked-system.js'

/** Whether files of a package have owners whom some package makes. */
export function hasNamedOwners({ owners }: UnpackedSystem, { infoName }: UnpackedPackage): boolean {
  return owners.has(infoName)
}

/**
 * Gives a package's files to the users and groups that its data.tar names, of which layers keep a list: dpkg does so
 * when it unpacks, that is, after the preinst. Who is not there keeps nothing: then the numbers in the tar count.
 */
export function giveToOwners({ infoName, name }: UnpackedPackage): Command {
  return {
    label: `owners of ${name}`,
    argv: ['/bin/sh', '-ec', readList + giveAway + takeListAway, 'sh', `owners/${infoName}`],
  }
}

const readList = `
cd /var/lib/dpkg
tab=$(printf '\\t')
list=$1
`

/**
 * Lines `USER TAB GROUP TAB MODE TAB PATH`, `-` for who needs none. A new owner takes special mode bits away. A directory
 * that other packages have, too, stays as it is: to dpkg it was there.
 */
export const giveAway = `
while IFS=$tab read -r user group mode path; do
  [ -e "$path" ] || [ -L "$path" ] || path=\${path%.dpkg-new}
  if [ -d "$path" ] && [ ! -L "$path" ]; then
    [ "$path" != / ] || continue
    [ "$(grep -lxF -e "$path" -e "\${path#/usr}" info/*.list | wc -l)" -le 1 ] || continue
  fi
  if [ "$user" != - ] && getent passwd "$user" > /dev/null; then chown -h "$user" "$path"; fi
  if [ "$group" != - ] && getent group "$group" > /dev/null; then chgrp -h "$group" "$path"; fi
  if [ "$mode" != - ]; then chmod "$mode" "$path"; fi
done < "$list"
`

const takeListAway = `
rm "$list"
rmdir owners 2> /dev/null || true
`
