#!/bin/sh
# Has another machine the same bits? Compiles same_bits.cpp for it, runs it, and compares what it prints
# with what the program of this machine does; or says in one line why that is not possible.
#
#   sh run.sh aarch64|fused|wasm path/to/same_bits build/directory
set -eu

machine=$1
here=$2
build=$3
source=$(cd "$(dirname "$0")/../../src" && pwd)

skip() {
  echo "skipped: $*"
  exit 0
}
wants() {  # a command, for whom
  command -v "$1" >/dev/null || skip "install $2 to have the bits compared with $machine"
}

flags='-std=c++20 -O1 -w'
case $machine in
  aarch64)  # whose compilers fuse where they may
    wants aarch64-linux-gnu-g++ g++-aarch64-linux-gnu
    wants qemu-aarch64 qemu-user
    compile=aarch64-linux-gnu-g++ run='qemu-aarch64 -L /usr/aarch64-linux-gnu' ;;
  fused)
    grep -qw fma /proc/cpuinfo 2>/dev/null || skip 'this processor has no fused multiply-add of x86-64'
    compile=${CXX:-c++} run= flags="$flags -mavx2 -mfma" ;;
  wasm)
    wants em++ emscripten
    wants node node
    compile=em++ run=node
    flags="$flags -include $source/playground/wasm/missing.hpp -sWASM_ASYNC_COMPILATION=0 -sALLOW_MEMORY_GROWTH=1" ;;
esac

# Headers of packages by a folder of links, for those of this machine's C library stand beside them.
mkdir -p "$build/headers"
for package in fmt eigen3; do
  for place in /usr/include /usr/local/include /opt/homebrew/include; do
    if [ -e "$place/$package" ]; then ln -sfn "$place/$package" "$build/headers/$package"; fi
  done
done

# As CMakeLists.txt compiles the rooms: base and data, which compute the numbers, without fusing.
for file in base/elementary base/error base/number base/op base/random base/text data/digits data/generators data/prepare; do
  echo "#include <stepgrad/$file.cpp>"
done >"$build/$machine.rooms.cpp"
cat >"$build/$machine.main.cpp" <<END
#include <stepgrad/matrix/initials.cpp>
#include "$source/../tests/same_bits/same_bits.cpp"
END
flags="$flags -DFMT_HEADER_ONLY -isystem $build/headers -isystem $build/headers/eigen3 -I$source"
program=$build/$machine.js  # by which name em++ knows what to make; to the others it is all one
# shellcheck disable=SC2086  # flags and run fall into words on purpose
{
  $compile $flags -ffp-contract=off -c "$build/$machine.rooms.cpp" -o "$build/$machine.rooms.o"
  $compile $flags "$build/$machine.main.cpp" "$build/$machine.rooms.o" -o "$program"
  $run "$program" >"$build/$machine.txt"
}
"$here" | diff - "$build/$machine.txt"
