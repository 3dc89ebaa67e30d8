#!/usr/bin/env bash
# In TensorFlow.js the slope of cross-entropy in its labels is that of something else.
#
# Guess:      the loss is -sum(label * log softmax(logits)), so its slope in a label is minus the
#             log-probability: 1.4076 for the middle of the logits 1, 2, 3. (Labels are trained
#             when a student network learns from a teacher, or when labels are smoothed by learning.)
# Version:    @tensorflow/tfjs 4.22.0
# Seen:       the gradient in the labels is label - softmax(logits), the gradient in the logits with
#             its sign turned round. No error, right shape.
# Output:     d loss / d labels: -0.0900,0.7553,-0.6652; by differences: 2.4076,1.4076,0.4076
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0

if ! node - <<'EOF'
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

const logits = tf.tensor2d([[1, 2, 3]]);
const loss = labels => tf.losses.softmaxCrossEntropy(labels, logits);
const gradient = tf.grad(loss)(tf.tensor2d([[0, 1, 0]])).arraySync()[0];
const slope = gradient.map((_, i) => {
  const nudged = h => loss(tf.tensor2d([[0, 1, 0].map((y, k) => k === i ? y + h : y)])).arraySync();
  return (nudged(0.125) - nudged(-0.125)) / 0.25;
});

const shown = numbers => numbers.map(g => g.toFixed(4)).join();
console.log(`d loss / d labels: ${shown(gradient)}; by differences: ${shown(slope)}`);
const surprise = shown(gradient) === '-0.0900,0.7553,-0.6652' && Math.abs(slope[1] - 1.4076) < 1e-3;
process.exit(surprise ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
