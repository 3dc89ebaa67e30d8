#!/bin/sh
# Builds the playground's page once for its tests, or another target of its build, or says in one line
# why that is not possible.
#
#   sh build_playground.sh path/to/checkout build/directory [target]
set -eu

checkout=$1
build=$2
shift 2
if [ $# -eq 0 ]; then set -- playground_page live_engine; fi

for program in em++ emcmake ninja; do
  command -v $program >/dev/null || {
    echo 'skipped: install emscripten to have the playground built and tested'
    exit 0
  }
done
cd "$checkout"
emcmake cmake --preset play -B "$build"
cmake --build "$build" --target "$@"
