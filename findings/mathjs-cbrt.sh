#!/usr/bin/env bash
# math.js has a real cube root with a complex slope.
#
# Guess:      cbrt(-8) is -2 there, so the slope at -8 is 1 / (3 * (-2)^2) = 1/12.
# Version:    mathjs 15.2.0
# Seen:       the value comes from the real root, the derivative is written as x ^ (-2 / 3) / 3, and
#             a power of a negative number takes the principal, complex root.
# Output:     cbrt(-8) = -2, its slope: -0.0417 - 0.0722i, by differences: 0.0833
# Documented: that `^` takes the principal root, yes; that the derivative of cbrt does, no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund mathjs@15.2.0

if ! node - <<'EOF'
const math = require('mathjs');

const slope = math.derivative('cbrt(x)', 'x').evaluate({x: -8});
const differences = (math.cbrt(-7.999) - math.cbrt(-8.001)) / 0.002;

const shown = math.format(slope, {notation: 'fixed', precision: 4});
console.log(`cbrt(-8) = ${math.cbrt(-8)}, its slope: ${shown}, ` +
            `by differences: ${differences.toFixed(4)}`);
process.exit(math.cbrt(-8) === -2 && slope.im < -0.07 && slope.re < 0 ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
