#!/bin/sh
# seeds.sh DIR: fills DIR/index and DIR/v1 with small recorded tables, a zero byte behind each, which
# asks the targets to mend the checksums.
set -eu
cd "$(dirname "$0")/../fixtures"
mkdir -p "$1/index" "$1/v1"
find * -name '*.index' -size -3k | while read -r file; do
  { cat "$file"; printf '\000'; } > "$1/index/$(echo "$file" | tr / _)"
done
for file in bundles/v1*/old.ckpt; do
  { cat "$file"; printf '\000'; } > "$1/v1/$(echo "$file" | tr / _)"
done
