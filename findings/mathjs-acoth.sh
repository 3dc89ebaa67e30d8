#!/usr/bin/env bash
# The derivative of acoth in math.js has the wrong sign.
#
# Guess:      acoth(x) = log((x + 1) / (x - 1)) / 2 falls for x > 1: its slope is 1 / (1 - x^2),
#             which is -1/3 at 2. (The formula is that of atanh; only the domain differs.)
# Version:    mathjs 15.2.0
# Seen:       -(1 / (1 - x^2)), +1/3 at 2, beside an acoth that evaluates rightly.
# Output:     d acoth(x) = -(1 / (1 - x ^ 2)); at 2: 0.3333, by differences: -0.3333
# Documented: no (a comment in its source states the same formula)
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund mathjs@15.2.0

if ! node - <<'EOF'
const math = require('mathjs');

const derivative = math.derivative('acoth(x)', 'x');
const at2 = derivative.evaluate({x: 2});
const slope = (math.acoth(2.0001) - math.acoth(1.9999)) / 0.0002;

console.log(`d acoth(x) = ${derivative}; at 2: ${at2.toFixed(4)}, by differences: ${slope.toFixed(4)}`);
process.exit(Math.abs(at2 - 1 / 3) < 1e-6 && Math.abs(slope + 1 / 3) < 1e-6 ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
