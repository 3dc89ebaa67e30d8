#!/usr/bin/env bash
# A second derivative in TensorFlow.js loses a term without a word.
#
# Guess:      the gradient of the gradient of x exp(x) is (2 + x) exp(x), 3e at x = 1, as the
#             same nesting gives the right answer for polynomials, sin, log and softplus.
# Version:    @tensorflow/tfjs 4.22.0
# Seen:       2e. exp keeps its result for the backward pass, and what it keeps no longer depends
#             on x: d/dx of (exp(x) + x * kept) is computed, and the term x exp(x) is gone. The
#             same with tanh, sigmoid, elu and softmax. If such a function stands alone there is an
#             error; as soon as x gets through beside it there is a wrong number.
# Output:     second derivative at 1: 5.4366, by differences of the first: 8.1550
# Documented: no; that the functions alone raise an error is known to the project.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0

if ! node - <<'EOF'
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

const first = tf.grad(x => x.mul(x.exp()));
const second = tf.grad(x => first(x))(tf.scalar(1)).arraySync();
const at = x => first(tf.scalar(x)).arraySync();
const slope = (at(1.01) - at(0.99)) / 0.02;

console.log(`second derivative at 1: ${second.toFixed(4)}, ` +
            `by differences of the first: ${slope.toFixed(4)}`);
const surprise = Math.abs(second - 2 * Math.E) < 1e-4 && Math.abs(slope - 3 * Math.E) < 1e-2;
process.exit(surprise ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
