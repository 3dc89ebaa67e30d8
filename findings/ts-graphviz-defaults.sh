#!/usr/bin/env bash
# ts-graphviz changes the colours of a graph that it reads and writes again.
#
# Guess:      in DOT an `edge [...]` holds for the edges after it, so a red one and a blue one can be
#             had by saying it twice; a reader keeps that, or puts the colour on each edge.
# Version:    ts-graphviz 3.0.7, and @viz-js/viz 3.31.0 for what Graphviz draws
# Seen:       its model has one set of defaults a graph: the last one wins, stands first in what is
#             written, and both edges are blue.
# Output:     before: red blue, after fromDot and toDot: blue blue
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund ts-graphviz@3.0.7 @viz-js/viz@3.31.0

if ! node - <<'EOF'
(async () => {
  const {fromDot, toDot} = await import('ts-graphviz');
  const viz = await (await import('@viz-js/viz')).instance();
  const colours = dot => viz.renderJSON(dot).edges.map(edge => edge.color).join(' ');

  const text = 'digraph { edge [color=red]; a -> b; edge [color=blue]; c -> d }';
  const before = colours(text), after = colours(toDot(fromDot(text)));
  console.log(`before: ${before}, after fromDot and toDot: ${after}`);
  process.exit(before === 'red blue' && after === 'blue blue' ? 0 : 1);
})();
EOF
then
  echo "the behaviour has changed: see what is printed above" >&2
  exit 1
fi
