#!/usr/bin/env bash
# Softsign neurons in neataptic learn downhill on one side of 0 and uphill on the other.
#
# Guess:      x / (1 + |x|) rises everywhere, with the slope 1 / (1 + |x|)^2: 0.25 at -1 and at 1.
# Version:    neataptic 1.4.7
# Seen:       x / (1 + |x|)^2: right at 1 alone, 0 at 0, where the true slope is largest, and negative
#             below. Its fourteen other activations have their own slopes.
# Output:     at -1: -0.25 (by differences 0.25), at 0: 0 (by differences 1.00), at 1: 0.25 (by differences 0.25)
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund neataptic@1.4.7

if ! node - <<'EOF'
const {SOFTSIGN} = require('neataptic').methods.activation;

const points = [-1, 0, 1];
const slopes = points.map(x => SOFTSIGN(x, true));
const real = points.map(x => (SOFTSIGN(x + 1e-6) - SOFTSIGN(x - 1e-6)) / 2e-6);

console.log(points.map((x, i) => `at ${x}: ${slopes[i]} (by differences ${real[i].toFixed(2)})`).join(', '));
process.exit(slopes.join() === '-0.25,0,0.25' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
