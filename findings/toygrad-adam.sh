#!/usr/bin/env bash
# The first steps of Adam in toygrad are ten times too long.
#
# Guess:      as long as the gradient does not change, Adam's step is the learning rate, from the first one
#             on: that is what the correction of the biased averages is for.
# Version:    toygrad 2.6.0
# Seen:       the averages are multiplied by 1 - beta^t where they should be divided: the step is 10 times
#             the rate at first, then up to 43 times, and comes down slowly.
# Output:     steps of Adam over the rate: 1: 10.0, 10: 42.6, 50: 20.3, 1000: 1.6; of SGD: 1.0
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund toygrad@2.6.0

cat >try.mjs <<'EOF'
import {NeuralNetwork, Tensor, Trainers} from 'toygrad';

const one = new Tensor(1, 1, 1, new Float32Array([1])), rate = 0.001;

// The steps of one weight whose gradient is always 1.
function steps(Trainer, count) {
  const network = new NeuralNetwork({layers: [
    {type: 'input', sx: 1, sy: 1, sz: 1}, {type: 'dense', filters: 1}, {type: 'regression'}]});
  const weight = () => network.getParamsAndGrads()[0].params[0];
  const trainer = new Trainer(network, {learningRate: rate, momentum: 0});
  return Array.from({length: count}, () => {
    const before = weight();
    trainer.train(one, [network.forward(one, false).w[0] - 1]);
    return ((before - weight()) / rate).toFixed(1);
  });
}
const adam = steps(Trainers.Adam, 1000), [sgd] = steps(Trainers.SGD, 1);

const shown = [1, 10, 50, 1000].map(t => `${t}: ${adam[t - 1]}`).join(', ');
console.log(`steps of Adam over the rate: ${shown}; of SGD: ${sgd}`);
process.exit(adam[0] === '10.0' && adam[9] > 40 && sgd === '1.0' ? 0 : 1);
EOF
if ! node try.mjs; then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
