#!/usr/bin/env bash
# Dropout in ConvNetJS scales by the wrong probability when it predicts.
#
# Guess:      with a drop probability of 1/4, training keeps 3/4 of the inputs, so prediction
#             multiplies all by 3/4 (or training divides by 3/4): the expectation stays the same.
# Version:    convnetjs 0.3.0
# Seen:       prediction multiplies by the probability to drop, 1/4. With the usual 1/2 it cannot
#             be told apart.
# Output:     drop_prob 0.25: mean in training 0.75, in prediction 0.25
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund convnetjs@0.3.0

if ! node - <<'EOF'
const {DropoutLayer, Vol} = require('convnetjs');

const n = 100000;
const layer = new DropoutLayer({in_sx: 1, in_sy: 1, in_depth: n, drop_prob: 0.25});
const mean = training => layer.forward(new Vol(1, 1, n, 1), training).w.reduce((a, b) => a + b) / n;
const training = mean(true).toFixed(2), prediction = mean(false).toFixed(2);

console.log(`drop_prob 0.25: mean in training ${training}, in prediction ${prediction}`);
process.exit(training === '0.75' && prediction === '0.25' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
