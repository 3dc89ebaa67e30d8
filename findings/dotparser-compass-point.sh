#!/usr/bin/env bash
# A compass point of two letters makes dotparser invent a node.
#
# Guess:      in `a:p:ne -> b` the wire leaves port p of a to the north-east, as DOT says.
# Version:    dotparser 1.1.1
# Seen:       its grammar tries `n` before `ne`: the statement ends after `a:p:n`, and what is left,
#             `e -> b`, is a wire from a node e that nobody has written. No error.
# Output:     digraph { a:p:ne -> b }: edge e -> b
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund dotparser@1.1.1

if ! node - <<'EOF'
const parse = require('dotparser');

const text = 'digraph { a:p:ne -> b }';
const edges = parse(text)[0].children.filter(statement => statement.type === 'edge_stmt')
  .map(edge => edge.edge_list.map(node => node.id).join(' -> ')).join();

console.log(`${text}: edge ${edges}`);
process.exit(edges === 'e -> b' ? 0 : 1);
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
