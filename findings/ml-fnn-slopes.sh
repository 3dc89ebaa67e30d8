#!/usr/bin/env bash
# Hidden neurons of ml-fnn learn with the slope of their activation at the wrong place, all but tanh.
#
# Guess:      backpropagation multiplies by the slope at the neuron's sum, so one step of gradient descent
#             is the rate times the slope by differences, for each of the activations on offer.
# Version:    ml-fnn 5.0.0, with ml-matrix 6.15.1
# Seen:       the slope is taken at the neuron's output. The formula of tanh is one of the output, and is
#             right; those of logistic, softsign, arctan, softplus, sinusoid and others are formulas
#             of the sum, and are given the output too.
# Output:     tanh -0.1912 (by differences -0.1912), logistic -0.1069 (by differences -0.0954),
#             softsign -0.3086 (by differences -0.1724)
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund ml-fnn@5.0.0 ml-matrix@6.15.1

if ! node - <<'EOF'
const {Matrix} = require('ml-matrix');
const FNN = require('ml-fnn');

const x = 1.3, rate = 1e-4, weight = 0.7;
const options = {model: 'Layer', regularization: 0, epsilon: rate};

// A network of one input, one hidden neuron and two classes.
const network = (activation, weight) => FNN.load({
  model: 'FNN', hiddenLayers: [1], iterations: 1, learningRate: rate, regularization: 0, activation,
  dicts: {inputs: {a: 0, b: 1}, outputs: {0: 'a', 1: 'b'}},
  layers: [{...options, activation, inputSize: 1, outputSize: 1, W: [[weight]], b: [[0.1]]},
           {...options, activation, inputSize: 1, outputSize: 2, W: [[1, -1]], b: [[0, 0]]}]});
const loss = (activation, weight) =>
  -Math.log(network(activation, weight).propagate(new Matrix([[x]])).get(0, 0));

function slopes(activation) {
  const sample = new Matrix([[x]]), one = network(activation, weight);
  one.backpropagation(sample, ['a'], one.propagate(sample));
  const learnt = (weight - one.model[0].W.get(0, 0)) / rate;
  const real = (loss(activation, weight + 1e-5) - loss(activation, weight - 1e-5)) / 2e-5;
  return {activation, learnt, real, right: Math.abs(learnt - real) < 1e-4};
}
const all = ['tanh', 'logistic', 'softsign'].map(slopes);

console.log(all.map(({activation, learnt, real}) =>
  `${activation} ${learnt.toFixed(4)} (by differences ${real.toFixed(4)})`).join(', '));
process.exit(all.map(({right}) => right).join() === 'true,false,false' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
