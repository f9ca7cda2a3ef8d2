#!/bin/sh
# Runs a command on this machine as if some Debian packages were not installed: none of their files is there.
#
#   tools/without.sh 'ostree debsums' npx vitest run --project @apt2ostree/ostree-repo
#   tools/without.sh all npm test         everything that install-host-tools.sh installs, and dpkg, apt, git
#   tools/without.sh each npm test        one package after another, and prints which of them failed
#
# What a shell and Node cannot do without stays. Needs root: /usr gets an overlay in a mount namespace.
set -eu

here=$(dirname "$0")
named=$(sed -n "/^packages='/,/'\$/p" "$here/install-host-tools.sh" | sed "s/packages='//; s/'//")
all="$named apt dpkg git bsdutils passwd libcap2-bin binutils"

packages=$1
shift
case $packages in
  each)
    failed=''
    for package in $all; do
      echo "without: $package" >&2
      "$0" "$package" "$@" || failed="$failed $package"
    done
    echo "without: failed:${failed:- none}" >&2
    [ -z "$failed" ]
    exit
    ;;
  all) packages=$all ;;
esac

if [ "${HIDDEN-}" = '' ]; then
  exec env HIDDEN="$packages" unshare --mount --propagation private "$0" "$packages" "$@"
fi
unset HIDDEN
scratch=$(mktemp -d)
mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch/upper" "$scratch/work"
for package in $packages; do
  # what is not installed is hidden already
  dpkg-query --listfiles "$package" 2> /dev/null || true
done | while read -r path; do
  case $path in
    */bin/* | */sbin/* | */lib/grub/* | */lib/apt/* | */lib/binfmt.d/* | */apt_pkg.* | */multistrap/*) ;;
    *) continue ;;
  esac
  if [ -d "$path" ] || ! [ -e "$path" ] && ! [ -h "$path" ]; then continue; fi
  place=$(realpath "$(dirname "$path")")
  case $place in /usr/*) ;; *) continue ;; esac
  mkdir -p "$scratch/upper${place#/usr}"
  # a character device 0:0 stands for a file that is not there; kernel documentation, overlayfs
  mknod "$scratch/upper${place#/usr}/$(basename "$path")" c 0 0
done
mount -t overlay overlay -o "lowerdir=/usr,upperdir=$scratch/upper,workdir=$scratch/work" /usr
umount -l "$scratch"
rmdir "$scratch"
exec "$@"
