#!/bin/sh
# Installs the machine emulator that the boot test starts disks in, beside install-host-tools.sh.
set -eu

packages='qemu-system-x86 ovmf'

if [ "$(id -u)" -ne 0 ]; then
  echo "install-boot-tools: error: cannot install packages: not root" >&2
  echo "install-boot-tools: hint: sudo $0" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 # a list of words
apt-get install -q -y --no-install-recommends $packages
