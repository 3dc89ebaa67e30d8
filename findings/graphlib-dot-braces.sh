#!/usr/bin/env bash
# A pair of braces in DOT is a node to graphlib-dot.
#
# Guess:      a -> {b c} is short for two edges: three nodes. So is { rank=same; b; c } a hint and no node.
# Version:    @dagrejs/graphlib-dot 1.0.2
# Seen:       each pair of braces is a node more, called "[object Undefined]" and a number, that b and c
#             are children of, so a layout draws a box for it, and counts of nodes are off.
# Output:     a -> {b c}: nodes a, [object Undefined]1, b, c; edges a>b, a>c
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund @dagrejs/graphlib-dot@1.0.2

if ! node - <<'EOF'
const {read} = require('@dagrejs/graphlib-dot');

const graph = read('digraph { a -> {b c} }');
const nodes = graph.nodes(), edges = graph.edges().map(({v, w}) => `${v}>${w}`).sort();

console.log(`a -> {b c}: nodes ${nodes.join(', ')}; edges ${edges.join(', ')}`);
process.exit(nodes.length === 4 && /^.object Undefined.[0-9]+$/.test(nodes[1]) && edges.length === 2 ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
