#!/bin/sh
# Installs what the boot test needs beside install-host-tools.sh: a machine emulator to start disks in, a
# keeper of keys to sign with, a web server to publish with.
set -eu

packages='qemu-system-x86 ovmf gpg-agent python3'

if [ "$(id -u)" -ne 0 ]; then
  echo "install-boot-tools: error: cannot install packages: not root" >&2
  echo "install-boot-tools: hint: sudo $0" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 # a list of words
apt-get install -q -y --no-install-recommends $packages
