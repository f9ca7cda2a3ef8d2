import type { Command } from '@apt2ostree/sandbox'
import { giveAway } from './owner-names.js'

/**
 * Packages whose preinst has to move other packages' files before its own are unpacked: the
 * database layer keeps their layers apart, below /var/lib/dpkg/deferred. They become .debs again,
 * with paths and conffiles as they were spelled, for the image's own dpkg to install.
 */
export function prepareDeferred(names: readonly string[]): Command {
  return {
    label: `building ${names.join(', ')} again`,
    argv: ['/bin/sh', '-ec', buildAgain, 'sh', ...names],
  }
}

/** Where {@link prepareDeferred} puts the .debs. */
export const deferredDebs = (names: readonly string[]) => names.map((name) => `/tmp/${name}.deb`)

/** Gives dpkg the lists of files as the packages spell them, and files to whom they name; takes the layers away. */
export function finishDeferred(names: readonly string[]): Command {
  return {
    label: `cleaning up after ${names.join(', ')}`,
    argv: ['/bin/sh', '-ec', takeAway, 'sh', ...names],
  }
}

const buildAgain = `
cd /var/lib/dpkg/deferred
for name; do
  root=$PWD/$name
  info=$root/var/lib/dpkg/info
  mkdir -m 755 "$root/DEBIAN"
  mv "$info/$name.list" "$root.list"
  for file in "$info/$name".*; do mv "$file" "$root/DEBIAN/\${file#"$info/$name".}"; done
  mv "$root.control" "$root/DEBIAN/control"
  if [ -e "$root/var/lib/dpkg/owners/$name" ]; then
    mv "$root/var/lib/dpkg/owners/$name" "$root.owners"
    rmdir "$root/var/lib/dpkg/owners"
  fi
  for folder in var/lib/dpkg/info var/lib/dpkg var/lib var; do
    grep -qxF "/$folder" "$root.list" || rmdir "$root/$folder" 2>/dev/null || break
  done
  while IFS= read -r path; do
    [ -e "$root$path" ] || [ -L "$root$path" ] && continue
    for source in "$root$path.dpkg-new" "$root/usr$path" "$root/usr$path.dpkg-new"; do
      if [ -d "$source" ] && [ ! -L "$source" ]; then
        mkdir -p "$root$path"
      elif [ -e "$source" ] || [ -L "$source" ]; then
        mkdir -p "\${root}\${path%/*}"
        mv "$source" "$root$path"
      fi
    done
  done < "$root.list"
  dpkg-deb --build -Znone "$root" "/tmp/$name.deb" > /dev/null
done
`

const takeAway = `
cd /var/lib/dpkg
tab=$(printf '\\t')
for name; do
  cat "deferred/$name.list" > "info/$name.list"
  list=deferred/$name.owners
  [ -e "$list" ] || continue
  ${giveAway}
done
rm -rf deferred
`
