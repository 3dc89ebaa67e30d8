#!/usr/bin/env bash
# Names of nodes that look like numbers are numbers to dotparser, so two nodes become one.
#
# Guess:      DOT's numerals are names too: 1, 1.0 and 1. are three nodes, as Graphviz draws them.
#             (Graphs of numbers are where one writes such names: a node for each value of a tape.)
# Version:    dotparser 1.1.1, and @viz-js/viz 3.31.0 for what Graphviz reads
# Seen:       all three are the number 1.
# Output:     graph { 1 -- 1.0 -- 1. }: Graphviz 1 1.0 1., dotparser 1 1 1
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund dotparser@1.1.1 @viz-js/viz@3.31.0

if ! node - <<'EOF'
const parse = require('dotparser');

import('@viz-js/viz').then(async ({instance}) => {
  const text = 'graph { 1 -- 1.0 -- 1. }';
  const graphviz = (await instance()).renderJSON(text).objects.map(node => node.name).join(' ');
  const dotparser = parse(text)[0].children[0].edge_list.map(node => node.id).join(' ');

  console.log(`${text}: Graphviz ${graphviz}, dotparser ${dotparser}`);
  process.exit(graphviz === '1 1.0 1.' && dotparser === '1 1 1' ? 0 : 1);
});
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
