#!/usr/bin/env bash
# The weights that a network of synaptic shows are not those that it computes with.
#
# Guess:      neurons and connections are the network: after training connection.weight is what has been
#             learnt, and a weight that is set counts from then on.
# Version:    synaptic 1.1.4
# Seen:       the first activation compiles the network, and weights live in an array of the compiled
#             function from then on: the connection still says 0.5 once the network has learnt 3, and setting
#             it to -1 changes nothing. toJSON() has the learnt ones. network.setOptimize(false) helps.
# Output:     output before 0.5, after 3.00; connection.weight 0.5, bias 0; set to -1: output 3.00
# Documented: not in its README
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund synaptic@1.1.4

if ! node - <<'EOF'
const {Layer, Network, Neuron} = require('synaptic');

const input = new Layer(1), output = new Layer(1);
input.project(output);
Object.assign(output.list[0], {squash: Neuron.squash.IDENTITY, bias: 0});
const network = new Network({input, output});
const [connection] = Object.values(input.list[0].connections.projected);
connection.weight = 0.5;

const [before] = network.activate([1]);
for (let step = 0; step < 100; ++step) {
  network.activate([1]);
  network.propagate(0.1, [3]);
}
const [after] = network.activate([1]), {weight} = connection, {bias} = output.list[0];
connection.weight = -1;
const [set] = network.activate([1]);

console.log(`output before ${before}, after ${after.toFixed(2)}; connection.weight ${weight}, bias ${bias}; ` +
            `set to -1: output ${set.toFixed(2)}`);
process.exit(before === 0.5 && Math.abs(after - 3) < 0.01 && weight === 0.5 && bias === 0 && set === after ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
