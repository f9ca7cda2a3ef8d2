#!/bin/sh
# Installs what the tests compare with and build in: the real ostree, dpkg, apt and mmdebstrap, what
# rootless builds need, and what disks are made with. Nothing of it is needed to use the tools up to the unpacked tree.
set -eu

packages='ostree mmdebstrap debootstrap bubblewrap fakeroot faketime uidmap util-linux attr xz-utils zstd bzip2
  gcc libc6-dev apt-utils python3-apt apt-cudf aspcud dpkg-dev gpg gpgv debsums time ninja-build make multistrap
  qemu-user-static e2fsprogs fdisk dosfstools mtools grub-common grub-pc-bin grub-efi-amd64-bin'

if [ "$(id -u)" -ne 0 ]; then
  echo "install-host-tools: error: cannot install packages: not root" >&2
  echo "install-host-tools: hint: sudo $0" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 # a list of words
apt-get install -q -y --no-install-recommends $packages

# Root needs ranges of ids, as useradd gives them to others, for the tests of backend unshare.
for file in /etc/subuid /etc/subgid; do
  grep -q '^root:' "$file" || echo root:1000000000:65536 >> "$file"
done
