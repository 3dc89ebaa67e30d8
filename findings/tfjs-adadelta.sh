#!/usr/bin/env bash
# Adadelta in TensorFlow.js is plain gradient descent.
#
# Guess:      Adadelta sets its own pace: its first step is sqrt(eps / ((1 - rho) g^2 + eps)) g,
#             about 0.0014 with rho 0.95 and eps 1e-7, however large the gradient is.
# Version:    @tensorflow/tfjs 4.22.0
# Seen:       the step is learning rate * gradient, always. The paper divides by the average of
#             squared gradients that has the new one in it; here the average before is taken. Both
#             averages start at zero, the ratio of their roots is 1, so the step is the gradient, so
#             both averages stay equal, and so on.
# Output:     adadelta: 0.8000 0.6000 0.2400 0.2100, sgd: 0.8000 0.6000 0.2400 0.2100
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0

if ! node - <<'EOF'
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

const path = optimizer => {
  const w = tf.variable(tf.scalar(1));
  return [2, 2, 3.6, 0.3].map(slope => {
    optimizer.minimize(() => w.mul(slope));
    return w.arraySync().toFixed(4);
  }).join(' ');
};
const adadelta = path(tf.train.adadelta(0.1)), sgd = path(tf.train.sgd(0.1));

console.log(`adadelta: ${adadelta}, sgd: ${sgd}`);
process.exit(adadelta === sgd ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
