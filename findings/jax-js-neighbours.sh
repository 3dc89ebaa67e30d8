#!/usr/bin/env bash
# What jax-js computes for a number depends on the numbers beside it.
#
# Guess:      softplus(100) is 100, as in JAX, which writes log(1 + exp(x)) in a form that cannot
#             overflow; and if it does overflow, it does so wherever the 100 stands.
# Version:    @jax-js/jax 0.1.25 (WebAssembly)
# Seen:       100 if the array is all hundreds, Infinity once another number is in it. An array of
#             equal numbers seems to be kept as one number and computed in double precision, where
#             exp(100) is finite; both arrays say that they are float32. A test that feeds one number,
#             or the same number twice, passes.
# Output:     softplus of [100, 100]: 100,100 (float32), of [100, 1]: Infinity,1.31 (float32)
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @jax-js/jax@0.1.25

cat >try.mjs <<'EOF'
import {nn, numpy as np} from '@jax-js/jax';

const arrays = [np.array([100, 100]), np.array([100, 1])];
const types = arrays.map(x => x.dtype);
const [equal, mixed] = arrays.map(x => nn.softplus(x).js().map(y => +y.toFixed(2)).join());

console.log(`softplus of [100, 100]: ${equal} (${types[0]}), of [100, 1]: ${mixed} (${types[1]})`);
process.exit(equal === '100,100' && mixed.startsWith('Infinity') && types[0] === types[1] ? 0 : 1);
EOF
if ! node try.mjs; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
