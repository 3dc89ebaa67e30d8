#!/usr/bin/env bash
# The leaky ReLU of brain.js leaks on the wrong side.
#
# Guess:      a neuron passes x on for x > 0, and alpha x below: with alpha 0.2 it makes 1 of 1 and -0.2 of -1.
# Version:    brain.js 1.6.1
# Seen:       alpha x above 0, and 0 below: a ReLU that shrinks. Layer by layer the signal gets
#             smaller by alpha, which is 0.01 if it is not given, and what is negative is as dead as before.
# Output:     1 -> 0.2, -1 -> 0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts brain.js@1.6.1

if ! node - <<'EOF'
const {NeuralNetwork} = require('brain.js');

const network = new NeuralNetwork({hiddenLayers: [], activation: 'leaky-relu', leakyReluAlpha: 0.2});
network.train([{input: [1], output: [1]}], {iterations: 1});
network.weights[1][0][0] = 1;
network.biases[1][0] = 0;
const [above] = network.run([1]), [below] = network.run([-1]);

console.log(`1 -> ${above.toFixed(1)}, -1 -> ${below}`);
process.exit(Math.abs(above - 0.2) < 1e-6 && below === 0 ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
