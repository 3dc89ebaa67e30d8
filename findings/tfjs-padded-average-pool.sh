#!/usr/bin/env bash
# The gradient of a padded average pooling in TensorFlow.js is not that of its value.
#
# Guess:      a window that reaches over the edge averages the cells that exist (that is what the
#             forward pass does), so the cell alone in the corner window has slope 1.
# Version:    @tensorflow/tfjs 4.22.0, backend cpu
# Seen:       the backward pass divides by the full window everywhere: slope 1/4, where nudging
#             the cell moves the output by the whole nudge.
# Output:     corner cell of 3x3, window 2x2, "same": gradient 0.25, by differences 1
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0

if ! node - <<'EOF'
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

tf.setBackend('cpu').then(() => {
  const pooled = x => tf.avgPool(x, 2, 2, 'same').sum();
  const image = corner => tf.tensor3d([1, 1, 1, 1, 1, 1, 1, 1, corner], [3, 3, 1]);
  const gradient = tf.grad(pooled)(image(1)).dataSync()[8];
  const slope = pooled(image(1.5)).arraySync() - pooled(image(0.5)).arraySync();

  console.log(`corner cell of 3x3, window 2x2, "same": gradient ${gradient}, by differences ${slope}`);
  process.exit(gradient === 0.25 && slope === 1 ? 0 : 1);
});
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
