#!/bin/sh
# Builds both variants with the small tools alone, one line a step. Run it again: what is there
# already is not made again.
set -eu

repo=${OSTREE_REPO:-repo}
for image in editor shell; do
  test -e "$image.lock" || apt2ostree lock "$image.yaml"
  deb2ostree unpack --repo "$repo" --pool pool --lock "$image.lock" |
    ostree-union --repo "$repo" --branch "deb/images/$image/unpacked"
  dpkg-configure --repo "$repo" --branch "deb/images/$image/configured" \
    "deb/images/$image/unpacked"
  apt2ostree commit --repo "$repo" "$image.yaml"
done
