#!/usr/bin/env bash
# Saved in six bits, some weights of toygrad come back twice as large.
#
# Guess:      "f6" is a coarse grid: each weight comes back within a step of it, 0.02 here.
# Version:    toygrad 2.6.0
# Seen:       weights from 0.461 to 0.484 of the largest come back as 1.02 of it: the alphabet of
#             86 characters has "!" twice, and what is written as the first is read as the second.
# Output:     1 0.5 0.48 0.47 0.4 in f16: 1.00 0.50 0.48 0.47 0.40, in f6: 0.99 0.49 1.02 1.02 0.40
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund toygrad@2.6.0

cat >try.mjs <<'EOF'
import {NeuralNetwork} from 'toygrad';

const network = new NeuralNetwork({layers: [
  {type: 'input', sx: 1, sy: 1, sz: 5}, {type: 'dense', filters: 1}, {type: 'regression'}]});
const weights = network => network.getParamsAndGrads()[0].params;
weights(network).set([1, 0.5, 0.48, 0.47, 0.4]);

const read = precision => Array.from(weights(new NeuralNetwork(network.getAsOptions(precision))));
const [f16, f6] = ['f16', 'f6'].map(precision => read(precision).map(weight => weight.toFixed(2)).join(' '));

console.log(`1 0.5 0.48 0.47 0.4 in f16: ${f16}, in f6: ${f6}`);
process.exit(f16 === '1.00 0.50 0.48 0.47 0.40' && f6 === '0.99 0.49 1.02 1.02 0.40' ? 0 : 1);
EOF
if ! node try.mjs; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
