#!/usr/bin/env bash
# A division that rounds down has the slope of one that does not, in TensorFlow.js.
#
# Guess:      floorDiv(a, b) is a staircase: slope 0, as tf.floor, tf.round and tf.sign have.
# Version:    @tensorflow/tfjs 4.22.0
# Seen:       1/b and -a/b^2, the slopes of a / b; floor(div(a, b)), the same value, has slope 0.
# Output:     slope of floorDiv(7, 2): 0.5 and -1.75; of floor(7 / 2): 0 and 0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0

if ! node - <<'EOF'
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

const slopes = f => tf.grads(f)([tf.scalar(7), tf.scalar(2)]).map(g => g.arraySync() + 0);
const rounded = slopes((a, b) => tf.floorDiv(a, b));
const floor = slopes((a, b) => tf.floor(tf.div(a, b)));

console.log(`slope of floorDiv(7, 2): ${rounded.join(' and ')}; ` +
            `of floor(7 / 2): ${floor.join(' and ')}`);
process.exit(rounded.join() === '0.5,-1.75' && floor.join() === '0,0' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
