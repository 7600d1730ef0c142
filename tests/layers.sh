#!/usr/bin/env bash
# tests/layers.sh [ROOT]: fails when an include goes against the arrows of the layers.
set -u
script=$(realpath "$0")
cd "${1:-$(dirname "$0")/..}" || exit 1
failed=0

bad() {  # FOLDER REGEX WHY
  [ -d "$1" ] || return 0
  if grep -rnE --include='*.cpp' --include='*.h' "$2" "$1"; then
    echo "^ $1: $3"
    failed=1
  fi
}

arrows() {  # FOLDER, then the folders of core that it may include besides its own
  local allowed
  allowed=$(IFS='|'; echo "${*}")
  [ -d "core/$1" ] || { echo "core/$1 is missing"; failed=1; return; }
  if grep -rnE --include='*.cpp' --include='*.h' '#include [<"]core/' "core/$1" |
    grep -vE "#include [<\"]core/($allowed)/"; then
    echo "^ core/$1 may include only: ${*}"
    failed=1
  fi
}

arrows base
arrows formats     base
arrows data        base formats
arrows model       base formats data
arrows engine      base
arrows training    base formats data model engine
arrows series      base formats
arrows checkpoints base formats
arrows restore     base formats data model checkpoints
arrows runs        base formats data model engine training series checkpoints restore
for folder in core/*/; do
  grep -qE "^arrows $(basename "$folder")( |\$)" "$script" || { echo "$folder has no arrows in $script"; failed=1; }
done

bad core    '#include [<"](Q|q[a-z]+\.h|qcustomplot|ui/|app/|tests/)' 'core knows no Qt, no window and no program'
for folder in base formats data model series; do
  bad core/$folder '[^_[:alnum:]]reinterpret_cast<' 'files are decoded through checked cursors'
done
bad ui      '#include [<"](app/|tests/)' 'the window knows no program'
bad app/cli '#include [<"](Q|q[a-z]+\.h|ui/|app/gui/|tests/)' 'cairn-cli runs on a machine without a screen'
bad app/gui '#include [<"](app/cli/|tests/)' 'the two programs share only the core'
bad ui      'processEvents|waitForFinished|BlockingQueuedConnection|SIGNAL\(|SLOT\(|\.then\(this' 'the window waits for nothing'
exit $failed
