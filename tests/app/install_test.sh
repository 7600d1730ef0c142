#!/usr/bin/env bash
# tests/app/install_test.sh BUILD: installs into a fresh folder, has desktops' validators look at what is there
# when they are at hand, and runs the installed programs from there.
set -euo pipefail
build=$1
place=$(mktemp -d)
trap 'kill "${window:-}" 2>/dev/null || true; rm -rf "$place"' EXIT
failed=0
bad() { echo "FAILED: $*"; failed=1; }

DESTDIR=$place cmake --install "$build" --prefix /usr >"$place/log" || { cat "$place/log"; exit 1; }
usr=$place/usr
share=$usr/share

for file in share/applications/cairn.desktop share/metainfo/org.cairn.Cairn.metainfo.xml \
  share/icons/hicolor/scalable/apps/cairn.svg share/icons/hicolor/48x48/apps/cairn.png \
  share/man/man1/cairn.1 share/man/man1/cairn-cli.1 share/cairn/iris/iris.json bin/cairn bin/cairn-cli; do
  [ -s "$usr/$file" ] || bad "$file is not installed"
done
if command -v desktop-file-validate >/dev/null; then
  desktop-file-validate "$share/applications/cairn.desktop" || bad "cairn.desktop is not valid"
fi
if command -v appstreamcli >/dev/null; then
  appstreamcli validate --no-net "$share/metainfo/org.cairn.Cairn.metainfo.xml" || bad "the metainfo is not valid"
fi
if command -v man >/dev/null; then
  for page in cairn cairn-cli; do
    said=$(MANROFFSEQ=t LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z "$share/man/man1/$page.1" 2>&1 >/dev/null)
    [ -z "$said" ] || bad "$page.1: $said"
  done
fi

# The programs find their engine without help, and the manual knows every command.
export LANG=C.UTF-8 HOME=$place/home XDG_RUNTIME_DIR=$place/run QT_QPA_PLATFORM=offscreen
unset LD_LIBRARY_PATH XDG_STATE_HOME XDG_CONFIG_HOME
mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
cli=$usr/bin/cairn-cli
"$cli" --quiet train "$share/cairn/iris/iris.json" --model-dir "$place/models/iris" --steps 20
"$cli" check "$place/models/iris" >/dev/null || bad "the run that was trained is not whole"
for verb in $("$cli" --help | awk '/^Subcommands/ { on = 1; next } on && /^  [a-z]/ { print $1 }'); do
  grep -qF ".BI ${verb//-/\\-} " <(sed 's/"//g' "$share/man/man1/cairn-cli.1") || bad "cairn-cli.1 does not know $verb"
done

# A second start hands its folder to the first, which remembers it, and ends.
"$usr/bin/cairn" --version >/dev/null || bad "cairn does not start"
"$usr/bin/cairn" &
window=$!
for _ in $(seq 100); do compgen -G "$XDG_RUNTIME_DIR/cairn-*" >/dev/null && break || sleep 0.1; done
timeout 20 "$usr/bin/cairn" "$place/models" || bad "the second start did not end"
state=$HOME/.local/state/cairn/window.json
for _ in $(seq 100); do grep -qF "$place/models" "$state" 2>/dev/null && break || sleep 0.1; done
grep -qF "$place/models" "$state" || bad "the open window did not take the folder"
kill -0 "$window" || bad "the window is gone"
exit $failed
