#!/usr/bin/env bash
# The answer of a network of nlp.js changes when it is asked again.
#
# Guess:      two calls of run() give two results, to be compared or collected: map(x => network.run(x)).
# Version:    @nlpjs/neural 4.25.0
# Seen:       both are one object, which holds the last answer: each sample of a test set seems to be of the
#             class of the last one.
# Output:     a: x, b: y; collected: y, y
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @nlpjs/neural@4.25.0

if ! node - <<'EOF'
const {NeuralNetwork} = require('@nlpjs/neural');

const network = new NeuralNetwork();
network.train([{input: {a: 1}, output: {x: 1}}, {input: {b: 1}, output: {y: 1}}]);
const best = result => result.x > result.y ? 'x' : 'y';
const samples = [{a: 1}, {b: 1}];
const [a, b] = samples.map(sample => best(network.run(sample)));
const collected = samples.map(sample => network.run(sample)).map(best).join(', ');

console.log(`a: ${a}, b: ${b}; collected: ${collected}`);
process.exit(a === 'x' && b === 'y' && collected === 'y, y' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
