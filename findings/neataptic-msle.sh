#!/usr/bin/env bash
# The mean squared logarithmic error of neataptic is not squared, nor a mean, and falls below 0.
#
# Guess:      log(1)^2 / 1 = 0 where target and output agree, and above 0 everywhere else: the smaller the
#             better, as evolution by this cost takes it.
# Version:    neataptic 1.4.7
# Seen:       the sum of log(target) - log(output): an output too large has a negative error, so the
#             network that overshoots most is the best, and errors of both signs cancel.
# Output:     target 1, output 1: 0; output 10: -2.30; targets 1,1, outputs 10,0.1: 0.00
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund neataptic@1.4.7

if ! node - <<'EOF'
const {MSLE} = require('neataptic').methods.cost;

const exact = MSLE([1], [1]), over = MSLE([1], [10]), both = MSLE([1, 1], [10, 0.1]);

console.log(`target 1, output 1: ${exact}; output 10: ${over.toFixed(2)}; ` +
            `targets 1,1, outputs 10,0.1: ${Math.abs(both).toFixed(2)}`);
process.exit(exact === 0 && over < -2.3 && Math.abs(both) < 1e-9 ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
