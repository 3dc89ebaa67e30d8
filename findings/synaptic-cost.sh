#!/usr/bin/env bash
# The cost that a trainer of synaptic is given does not change what it learns.
#
# Guess:      with the mean squared error the step of a sigmoid is rate * 2 (1 - y) y (1 - y), with
#             cross-entropy rate * (1 - y): training by one and by the other part after the first step.
# Version:    synaptic 1.1.4
# Seen:       the same step, that of cross-entropy, also for the default, the squared error, and for a
#             cost of one's own. The cost is what is printed, and when training stops.
# Output:     MSE: error 0.143, weight 0.53775; CROSS_ENTROPY: error 0.474, weight 0.53775
# Documented: not in its README
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund synaptic@1.1.4

if ! node - <<'EOF'
const {Layer, Network, Trainer} = require('synaptic');

// The error and the weight after one step from 0.5 on the sample 1 -> 1.
function step(cost) {
  const input = new Layer(1), output = new Layer(1);
  input.project(output);
  const network = new Network({input, output});
  network.setOptimize(false);
  const [connection] = Object.values(input.list[0].connections.projected);
  connection.weight = 0.5;
  output.list[0].bias = 0;
  const {error} = new Trainer(network).train([{input: [1], output: [1]}], {rate: 0.1, iterations: 1, cost});
  return {error, weight: connection.weight};
}
const squares = step(Trainer.cost.MSE), entropy = step(Trainer.cost.CROSS_ENTROPY);

const shown = ({error, weight}) => `error ${error.toFixed(3)}, weight ${weight.toFixed(5)}`;
console.log(`MSE: ${shown(squares)}; CROSS_ENTROPY: ${shown(entropy)}`);
process.exit(squares.weight === entropy.weight && squares.error !== entropy.error ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
