#!/bin/sh
# Runs a test program of wasm by node without what left_out.txt names, or says in one line why that is
# not possible.
#
#   sh run.sh path/to/scalar_tests.js
set -eu

left_out=$(dirname "$0")/left_out.txt
program=$1
if [ ! -e "$program" ]; then
  echo 'skipped: install emscripten and version 2 of catch2 to have the tests run as wasm'
  exit 0
fi
command -v node >/dev/null || {
  echo 'skipped: install node to have the tests run as wasm'
  exit 0
}

set --
while read -r name; do
  case $name in
    '#'*) ;;
    *) set -- "$@" "~$name" ;;
  esac
done <"$left_out"
exec node "$program" "$@"
