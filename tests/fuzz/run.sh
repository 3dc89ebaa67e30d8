#!/bin/sh
# Runs every fuzzer of a build for so many seconds, one after the other: ./stepgrad fuzz does.
#
#   sh run.sh build/fuzz 60
#
# Each starts from its corpus here, keeps what it finds worth keeping in BUILD/found, and ends at the
# first bytes that break something: these then stand in BUILD/found/crash-….
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$1
seconds=$2
broken=
for fuzzer in "$build"/tests/fuzz/*_fuzzer; do
  name=$(basename "$fuzzer" _fuzzer)
  found=$build/found/$name
  mkdir -p "$found"
  set -- -max_total_time="$seconds" -artifact_prefix="$found/" -print_final_stats=1
  if [ -e "$here/dictionaries/$name.txt" ]; then set -- "$@" -dict="$here/dictionaries/$name.txt"; fi
  printf '%s, for %s seconds … ' "$name" "$seconds"
  if "$fuzzer" "$@" "$found" "$here/corpus/$name" >"$build/found/$name.log" 2>&1; then
    sed -n 's/^stat::number_of_executed_units: *\(.*\)/\1 inputs, nothing found/p' \
      "$build/found/$name.log"
  else
    broken="$broken $name"
    echo 'something broke:'
    grep -m 3 -E 'ERROR|what\(\)|Test unit written' "$build/found/$name.log" || true
  fi
done
if [ -n "$broken" ]; then
  echo "Look at$broken in $build/found; what is mended belongs into $here/corpus."
  exit 1
fi
