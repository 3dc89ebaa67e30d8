#!/bin/sh
# Runs a browser test with what it needs, or says in one line why that is not possible.
#
#   sh run.sh player_test.js path/to/stepgrad build/directory
#
# playwright-core drives the Chromium that is installed, and puppeteer-core the Firefox; npm fetches
# them and KaTeX, once, into the build directory.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
test=$here/$1
STEPGRAD=$2
build=$3

skip() {
  echo "skipped: $*"
  exit 0
}

CHROMIUM=
for browser in chromium chromium-browser google-chrome; do
  if CHROMIUM=$(command -v $browser); then break; fi
done
FIREFOX=
for browser in firefox-esr firefox; do
  if FIREFOX=$(command -v $browser); then break; fi
done
case $1 in
  firefox_*) if [ -z "$FIREFOX" ]; then skip 'install firefox-esr to have the pages tested in Firefox'; fi ;;
  *) if [ -z "$CHROMIUM" ]; then skip 'install chromium to have the pages tested in a browser'; fi ;;
esac
case $1 in
  firefox_*) ;;  # opens what is there
  *) if [ ! -e "${PLAYGROUND-.}" ]; then skip 'the playground is not built'; fi ;;
esac
for program in node npm dot; do
  command -v $program >/dev/null || skip "install $program to have the pages tested in a browser"
done

mkdir -p "$build"
if ! cmp -s "$here/package.json" "$build/package.json" || [ ! -d "$build/node_modules" ]; then
  cp "$here/package.json" "$build/"
  (cd "$build" && npm install --no-audit --no-fund --loglevel=error) >"$build/npm.log" 2>&1 || {
    rm -f "$build/package.json"
    skip "npm could not fetch playwright-core: $(tail -n 1 "$build/npm.log")"
  }
fi

NODE_PATH=$build/node_modules
export NODE_PATH CHROMIUM FIREFOX STEPGRAD
exec node --test "$test"
