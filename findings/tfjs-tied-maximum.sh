#!/usr/bin/env bash
# Where the largest of a vector is there twice, TensorFlow.js gives the slope twice.
#
# Guess:      at a tie one of them gets the slope, or they share it (TensorFlow for Python: a half
#             each). The slopes of max add up to 1, as max(x + h) = max(x) + h.
# Library:    @tensorflow/tfjs 4.22.0
# Seen:       each of the tied gets the whole: raise all by h, and the gradient says 3h. Yet
#             `maximum` of two numbers and `maxPool` give it to the first alone.
# Output:     max of 5,5,5: 1,1,1; maximum of 5 and 5: 1,0; maxPool of 5,5,5: 1,0,0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0

node - <<'EOF'
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

const x = tf.tensor1d([5, 5, 5]);
const max = tf.grad(x => x.max())(x).arraySync().join();
const maximum = tf.grads((a, b) => a.maximum(b))([tf.scalar(5), tf.scalar(5)])
  .map(g => g.arraySync()).join();
const pool = tf.grad(x => tf.maxPool(x.reshape([1, 3, 1]), [1, 3], 1, 'valid'))(x)
  .arraySync().join();

console.log(`max of 5,5,5: ${max}; maximum of 5 and 5: ${maximum}; maxPool of 5,5,5: ${pool}`);
process.exit(max === '1,1,1' && maximum === '1,0' && pool === '1,0,0' ? 0 : 1);
EOF
