#!/usr/bin/env bash
# The label "none of them" is all of them in jax-js.
#
# Guess:      a label outside the classes becomes zeros, as JAX promises for one_hot: -1 is the
#             usual mark for "has no label", and then adds nothing to the cross-entropy.
# Version:    @jax-js/jax 0.1.25 (WebAssembly)
# Seen:       a label past the end gives zeros, -1 gives a row of ones.
# Output:     one-hot of 1,3,-1 in 3 classes: [[0,1,0],[0,0,0],[1,1,1]]
# Documented: no (only labels within the classes are described)
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @jax-js/jax@0.1.25

cat >try.mjs <<'EOF'
import {nn, numpy as np} from '@jax-js/jax';

const rows = JSON.stringify(nn.oneHot(np.array([1, 3, -1], {dtype: np.int32}), 3).js());

console.log(`one-hot of 1,3,-1 in 3 classes: ${rows}`);
process.exit(rows === '[[0,1,0],[0,0,0],[1,1,1]]' ? 0 : 1);
EOF
if ! node try.mjs; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
