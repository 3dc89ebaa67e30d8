#!/usr/bin/env bash
# The regression loss of ConvNetJS and its gradient do not belong together.
#
# Guess:      a gradient of (output - target) belongs to a loss of half the square, so at an error
#             of 2 the loss is 2 and a gradient check passes.
# Version:    convnetjs 0.3.0
# Seen:       the loss reported is 2 * error^2, the gradient passed back is error: a gradient check
#             is off by a factor of 4, and loss curves cannot be compared with other libraries'.
# Output:     error 2: loss 8, gradient 2, by differences 8
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund convnetjs@0.3.0

if ! node - <<'EOF'
const {RegressionLayer, Vol} = require('convnetjs');

const layer = new RegressionLayer({in_sx: 1, in_sy: 1, in_depth: 1, num_neurons: 1});
const backward = output => {
  const x = new Vol(1, 1, 1, output);
  layer.forward(x, true);
  return {loss: layer.backward([1]), gradient: x.dw[0]};
};
const {loss, gradient} = backward(3);
const slope = (backward(3.5).loss - backward(2.5).loss) / 1;

console.log(`error 2: loss ${loss}, gradient ${gradient}, by differences ${slope}`);
process.exit(loss === 8 && gradient === 2 && slope === 8 ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
