#!/usr/bin/env bash
# Jensen and Shannon's divergence is not a number for one-hot labels in ml-distance.
#
# Guess:      log 2 for two different labels and 0 for the same: that it is finite where a probability is 0 is
#             why it is taken in place of Kullback and Leibler's; 0 log 0 is 0 there.
# Version:    ml-distance 5.0.0
# Seen:       NaN, for both: it computes 0 * log(0). Without zeros it is right.
# Output:     of 1,0 and 0,1: NaN; of 1,0 and 1,0: NaN; of 0.5,0.5 and 0.9,0.1: 0.1017
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund ml-distance@5.0.0

if ! node - <<'EOF'
const {jensenShannon} = require('ml-distance').distance;

const other = jensenShannon([1, 0], [0, 1]), same = jensenShannon([1, 0], [1, 0]);
const inside = jensenShannon([0.5, 0.5], [0.9, 0.1]).toFixed(4);

console.log(`of 1,0 and 0,1: ${other}; of 1,0 and 1,0: ${same}; of 0.5,0.5 and 0.9,0.1: ${inside}`);
process.exit(Number.isNaN(other) && Number.isNaN(same) && inside === '0.1017' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
