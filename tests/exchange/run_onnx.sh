#!/bin/sh
# Runs every exported model in onnxruntime-node, or says in one line why that is not possible.
#
#   sh run_onnx.sh DIRECTORY_OF_MODELS BUILD_DIRECTORY
#
# npm fetches it once into the build directory. Its library comes with the package; its install script
# would only fetch more of it, for graphics processors.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
models=$1 build=$2

skip() {
  echo "skipped: $*"
  exit 0
}

for program in node npm; do
  command -v $program >/dev/null || skip "install $program to have ONNX models run in onnxruntime"
done
mkdir -p "$build"
if ! cmp -s "$here/package.json" "$build/package.json" || [ ! -d "$build/node_modules" ]; then
  cp "$here/package.json" "$build/"
  (cd "$build" && npm install --ignore-scripts --no-audit --no-fund --loglevel=error) \
    >"$build/npm.log" 2>&1 || {
    rm -f "$build/package.json"
    skip "npm could not fetch onnxruntime-node: $(tail -n 1 "$build/npm.log")"
  }
  rm -rf "$build"/node_modules/onnxruntime-node/bin/*/win32  # half of it, for another system
fi
NODE_PATH=$build/node_modules exec node "$here/run_onnx.js" "$models"
