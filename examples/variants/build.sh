#!/bin/sh
# Builds both variants with the small tools alone, one line a step. Run it again: what is there
# already is not made again.
set -eu

repo=${OSTREE_REPO:-repo}

# From the lockfile to the configured tree: configure NAME [--base REV]
configure() {
  name=$1
  shift
  test -e "$name.lock" || apt2ostree lock "$name.yaml"
  deb2ostree unpack --repo "$repo" --pool pool --lock "$name.lock" "$@" |
    ostree-union --repo "$repo" --branch "deb/images/$name/unpacked"
  dpkg-configure --repo "$repo" --branch "deb/images/$name/configured" \
    "deb/images/$name/unpacked"
}

configure base
for image in editor shell; do
  configure "$image" --base deb/images/base/configured
  apt2ostree commit --repo "$repo" "$image.yaml"
done
