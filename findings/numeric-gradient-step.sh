#!/usr/bin/env bash
# The step of numeric.js's numerical gradient follows the value, not the argument.
#
# Guess:      a step in proportion to |x|, so the gradient of exp at 50 is exp(50) = 5e21 or so. It
#             has a loop that refines the step until one-sided slopes agree.
# Version:    numeric 1.2.6
# Seen:       the first step is 1e-6 * f(x), which is 5e15 here: exp(50 + 5e15) is Infinity, the
#             error estimate divides by it and is NaN, NaN is not above the tolerance, and
#             Infinity is returned. The same value with its sign turned, -exp(50), is done well.
# Output:     gradient of exp at 50: Infinity, of -exp: -5.185e+21, exp(50): 5.185e+21
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund numeric@1.2.6

if ! node - <<'EOF'
const numeric = require('numeric');

const up = numeric.gradient(x => Math.exp(x[0]), [50])[0];
const down = numeric.gradient(x => -Math.exp(x[0]), [50])[0];

console.log(`gradient of exp at 50: ${up}, of -exp: ${down.toExponential(3)}, ` +
            `exp(50): ${Math.exp(50).toExponential(3)}`);
process.exit(up === Infinity && Math.abs(down / Math.exp(50) + 1) < 1e-3 ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
