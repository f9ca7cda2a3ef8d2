#!/bin/sh
# Chooses packages anew and, when that changes a lockfile, commits it to a branch of its own with the
# difference as the message, then builds, and commits the ids that new packages brought. Prints what a
# merge request should say. Exit status: 0 nothing new or a good new build, 1 a build that failed:
# nothing was merged. What follows, a merge request or a push, is up to you.
#
#   nightly.sh IMAGE...
set -eu

today=$(date --utc +%Y-%m-%d)
message=$(mktemp)
trap 'rm -f "$message"' EXIT
echo "Update packages, $today" > "$message"

for image in "$@"; do
  lockfile=${image%.*}.lock
  cp "$lockfile" "$lockfile.old"
  apt2ostree lock "$image" >&2
  if ! lockgen diff --markdown "$lockfile.old" "$lockfile" > "$lockfile.diff"; then
    printf '\n## %s\n\n' "$image" >> "$message"
    cat "$lockfile.diff" >> "$message"
  fi
  rm "$lockfile.old" "$lockfile.diff"
done

if git diff --quiet -- '*.lock'; then
  echo "nothing new on $today"
  exit 0
fi
git switch --quiet --create "packages/$today"
git commit --quiet --file "$message" -- '*.lock'
apt2ostree build "$@" >&2
git ls-files --others --modified -- '*.ids' | xargs -r git add --
if ! git diff --cached --quiet; then
  printf '\n## New accounts\n\n' >> "$message"
  git diff --cached --unified=0 | sed -n -E 's/^\+((group|user) .*)/- `\1`/p' >> "$message"
  git commit --quiet --message "Keep the ids of new accounts"
fi
cat "$message"
