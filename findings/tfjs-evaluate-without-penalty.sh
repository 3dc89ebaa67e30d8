#!/usr/bin/env bash
# The loss that TensorFlow.js evaluates is not the loss that it trained on.
#
# Guess:      `evaluate` gives the loss that `fit` minimises, weight penalty included, as in Keras,
#             whose interface this is: w^2 for a zero input, weight w and l2 = 1.
# Version:    @tensorflow/tfjs 4.22.0
# Seen:       `fit` reports the penalty, `evaluate` leaves it out: with learning rate 0, so
#             that nothing changes in between, 9 becomes 0.
# Output:     loss of the same weights: fit 9, evaluate 0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0

if ! node - <<'EOF'
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

(async () => {
  const model = tf.sequential({layers: [tf.layers.dense({
    units: 1, inputShape: [1], kernelInitializer: tf.initializers.constant({value: 3}),
    kernelRegularizer: tf.regularizers.l2({l2: 1})})]});
  model.compile({loss: 'meanSquaredError', optimizer: tf.train.sgd(0)});
  const x = tf.tensor2d([[0]]), y = tf.tensor2d([[0]]);
  const fit = (await model.fit(x, y, {epochs: 1, verbose: 0})).history.loss[0];
  const evaluate = model.evaluate(x, y).arraySync();

  console.log(`loss of the same weights: fit ${fit}, evaluate ${evaluate}`);
  process.exit(fit === 9 && evaluate === 0 ? 0 : 1);
})();
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
