#!/usr/bin/env bash
# In jax-js the square has no slope at 0, if it is written as a power.
#
# Guess:      the slope of x^2 at 0 is 2x = 0, as JAX gives for power(x, 2).
# Version:    @jax-js/jax 0.1.25 (WebAssembly)
# Seen:       NaN: a power is differentiated through its logarithm, y * 2 / x, which is 0 / 0. At -2 it
#             is right. square(x) has slope 0; a penalty of power(w, 2) on weights that
#             start at 0 makes each of them NaN.
# Output:     power(x, 2) at -2: -4, at 0: NaN; square(x) at 0: 0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @jax-js/jax@0.1.25

cat >try.mjs <<'EOF'
import {grad, numpy as np} from '@jax-js/jax';

const power = x => grad(x => np.power(x, np.array(2)))(np.array(x)).js();
const square = grad(x => np.square(x))(np.array(0)).js();

console.log(`power(x, 2) at -2: ${power(-2)}, at 0: ${power(0)}; square(x) at 0: ${square}`);
process.exit(Number.isNaN(power(0)) && power(-2) === -4 && square === 0 ? 0 : 1);
EOF
if ! node try.mjs; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
